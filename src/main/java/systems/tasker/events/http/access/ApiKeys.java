package systems.tasker.events.http.access;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import io.quarkus.runtime.configuration.ConfigurationException;

import systems.tasker.events.json.Sha256;

/** The API keys that are known, none of them as itself: only their digests are, and those are compared in constant time. */
final class ApiKeys {

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-fA-F]{64}");

    private final List<Known> known = new ArrayList<>();

    /** Who holds a key, and what they may do. */
    record Holder(String name, Set<String> roles) {

        Holder {
            roles = Set.copyOf(roles);
        }
    }

    private record Known(byte[] digest, Holder holder) {}

    /**
     * Reads the keys.
     *
     * @throws ConfigurationException that names the property which is wrong, and never its value
     */
    ApiKeys(Map<String, AccessConfig.ApiKey> configured) {
        var digests = new HashSet<String>();
        configured.forEach((name, key) -> {
            var property = "tasker.auth.api-keys." + name;
            var digest = key.sha256().strip();
            require(
                    SHA_256.matcher(digest).matches(),
                    property + ".sha256 must be 64 hexadecimal digits: printf %s \"$KEY\" | sha256sum");
            require(digests.add(digest.toLowerCase(Locale.ROOT)), property + ".sha256 is another holder's, too");
            require(
                    key.roles().stream().allMatch(role -> Role.of(role).isPresent()),
                    property + ".roles may be step-results:write, events:read and events:operate");
            known.add(new Known(HexFormat.of().parseHex(digest), new Holder("api-key:" + name, key.roles())));
        });
    }

    /** The holder of a key; compares all keys, so that the time it takes reveals nothing. */
    Optional<Holder> find(String key) {
        var digest = Sha256.of(key);
        Holder holder = null;
        for (var each : known) {
            if (MessageDigest.isEqual(each.digest, digest)) {
                holder = each.holder;
            }
        }
        return Optional.ofNullable(holder);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ConfigurationException(otherwise);
        }
    }
}
