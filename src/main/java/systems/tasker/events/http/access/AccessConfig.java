package systems.tasker.events.http.access;

import java.util.Map;
import java.util.Set;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;

/** Authentication, in addition to that of tokens, which {@code quarkus.oidc} configures. */
@ConfigMapping(prefix = "tasker.auth")
interface AccessConfig {

    /** Whether callers have to authenticate. */
    enum Mode {
        REQUIRED,
        NONE
    }

    /**
     * `required`: callers need a token or an API key with the right role; `none`, as in dev mode and tests: every caller has every role.
     */
    @WithParentName
    @WithDefault("required")
    Mode mode();

    /** API keys by the names of their holders, for machines that cannot get a token. */
    Map<String, ApiKey> apiKeys();

    /** The key of one holder. */
    interface ApiKey {

        /** SHA-256 of the key, in hexadecimal; the key has to be random, at least 32 bytes. */
        String sha256();

        /** Roles of the holder: `step-results:write`, `events:read`, `events:operate`. */
        Set<String> roles();
    }
}
