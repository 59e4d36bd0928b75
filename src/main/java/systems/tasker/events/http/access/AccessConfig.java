package systems.tasker.events.http.access;

import java.util.Map;
import java.util.Set;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;

/** Who is let in, besides what {@code quarkus.oidc} says of tokens. */
@ConfigMapping(prefix = "tasker.auth")
interface AccessConfig {

    /** Whether callers have to show who they are. */
    enum Mode {
        REQUIRED,
        NONE
    }

    /** `required`: callers need a token or an API key with the right role; `none`, as in dev mode and tests: everybody may do everything. */
    @WithParentName
    @WithDefault("required")
    Mode mode();

    /** API keys by the names of their holders, for machines that cannot get a token. */
    Map<String, ApiKey> apiKeys();

    /** The key of one holder. */
    interface ApiKey {

        /** SHA-256 of the key, in hexadecimal; enough for a key of 32 random bytes, which nobody can guess as they can a password. */
        String sha256();

        /** Roles of the holder: `step-results:write`, `events:read`, `events:operate`. */
        Set<String> roles();
    }
}
