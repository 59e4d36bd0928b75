package systems.tasker.events.http.access;

import java.util.Optional;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import systems.tasker.events.observability.Lifecycle;

/** In a build without bearer tokens, in place of {@link TokenTrust}: fails the start where callers could not authenticate. */
@IfBuildProperty(name = "quarkus.oidc.enabled", stringValue = "false")
@Singleton
class KeysAlone {

    private final AccessConfig config;
    private final Optional<String> issuer;
    private final Optional<String> publicKey;

    KeysAlone(
            AccessConfig config,
            @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> issuer,
            @ConfigProperty(name = "quarkus.oidc.public-key") Optional<String> publicKey) {
        this.config = config;
        this.issuer = issuer;
        this.publicKey = publicKey;
    }

    void decide(@Observes @Priority(Lifecycle.START_SETTINGS) StartupEvent start) {
        if (config.mode() != AccessConfig.Mode.REQUIRED) {
            return;
        }
        if (issuer.isPresent() || publicKey.isPresent()) {
            throw new ConfigurationException(
                    "This build accepts no bearer tokens: unset QUARKUS_OIDC_AUTH_SERVER_URL and QUARKUS_OIDC_PUBLIC_KEY,"
                            + " or build without -Dtasker.native.minimal");
        }
        if (config.apiKeys().isEmpty()) {
            throw new ConfigurationException(
                    "No authentication is configured: set tasker.auth.api-keys, or TASKER_AUTH=none to accept requests"
                            + " without authentication; this build accepts no bearer tokens");
        }
    }
}
