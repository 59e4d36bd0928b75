package systems.tasker.events.http.console;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The console's sign-in at the OpenID Connect provider whose tokens the service accepts. */
@ConfigMapping(prefix = "tasker.console")
interface ConsoleConfig {

    /** Client of the console at the provider of `quarkus.oidc.auth-server-url`, public and with PKCE; without it, users paste a token or an API key. */
    Optional<String> oidcClientId();

    /** Scopes that the console asks the provider for; some providers need one of this service for its audience. */
    @WithDefault("openid")
    String oidcScope();
}
