package systems.tasker.events.http.access;

import java.util.Optional;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.arc.properties.UnlessBuildProperty;
import io.quarkus.oidc.Oidc;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Decides at start-up which tokens are accepted: those of the configured issuer or key, or none. */
@UnlessBuildProperty(name = "quarkus.oidc.enabled", stringValue = "false", enableIfMissing = true)
@Singleton
class TokenTrust {

    private static final String NO_AUTHENTICATION =
            "No authentication is configured: set QUARKUS_OIDC_AUTH_SERVER_URL to the issuer of your tokens,"
                    + " or QUARKUS_OIDC_PUBLIC_KEY, or tasker.auth.api-keys; or TASKER_AUTH=none to accept requests without authentication";

    private static final String HTTP_URL = "https?://.+";

    private final AccessConfig config;
    private final Optional<String> issuer;
    private final Optional<String> publicKey;

    TokenTrust(
            AccessConfig config,
            @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> issuer,
            @ConfigProperty(name = "quarkus.oidc.public-key") Optional<String> publicKey) {
        this.config = config;
        this.issuer = issuer;
        this.publicKey = publicKey;
    }

    /**
     * Switches tokens off where none are accepted; by itself, the extension would fail with a message that does not mention API keys.
     *
     * @throws ConfigurationException when callers have to show who they are, but could not
     */
    void decide(@Observes Oidc oidc) {
        var isRequired = config.mode() == AccessConfig.Mode.REQUIRED;
        var hasIssuer = issuer.isPresent() || publicKey.isPresent();
        if (isRequired && !hasIssuer && config.apiKeys().isEmpty()) {
            throw new ConfigurationException(NO_AUTHENTICATION);
        }
        if (isRequired && issuer.isPresent() && !issuer.get().matches(HTTP_URL)) {
            throw new ConfigurationException(
                    "QUARKUS_OIDC_AUTH_SERVER_URL must be the URL of the issuer of your tokens, such as https://issuer.example");
        }
        if (!isRequired || !hasIssuer) {
            oidc.create(OidcTenantConfig.builder().tenantEnabled(false).build());
        }
    }
}
