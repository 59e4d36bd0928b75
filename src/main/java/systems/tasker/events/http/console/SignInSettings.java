package systems.tasker.events.http.console;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.json.JsonObject;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What the page needs before its user has signed in: the provider, where users sign in through one. Contains no secret. */
@Singleton
final class SignInSettings {

    private static final String ANY_ISSUER = "any";

    private final Optional<JsonObject> provider;
    private final Optional<String> origin;

    SignInSettings(
            ConsoleConfig config,
            @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> server,
            @ConfigProperty(name = "quarkus.oidc.token.issuer") Optional<String> issuer) {
        // Inside a cluster the service may reach the provider by an address that browsers cannot.
        var address = issuer.filter(named -> !named.equals(ANY_ISSUER)).or(() -> server);
        this.provider = config.oidcClientId()
                .map(client -> new JsonObject()
                        .put(
                                "issuer",
                                address.orElseThrow(() -> new ConfigurationException(
                                        "tasker.console.oidc-client-id needs quarkus.oidc.auth-server-url")))
                        .put("client_id", client)
                        .put("scope", config.oidcScope()));
        this.origin = provider.map(settings -> origin(settings.getString("issuer")));
    }

    private static String origin(String issuer) {
        try {
            var address = URI.create(issuer);
            // The rest could add directives to the content security policy.
            return new URI(address.getScheme(), null, address.getHost(), address.getPort(), null, null, null)
                    .toString();
        } catch (URISyntaxException | IllegalArgumentException invalid) {
            throw new ConfigurationException("The issuer of tokens is not an address: " + issuer, invalid);
        }
    }

    /** As the page reads them. */
    String json() {
        return new JsonObject().put("oidc", provider.orElse(null)).encode();
    }

    /** The only other origin that the page sends requests to. */
    Optional<String> origin() {
        return origin;
    }
}
