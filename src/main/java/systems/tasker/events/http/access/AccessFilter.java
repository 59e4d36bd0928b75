package systems.tasker.events.http.access;

import java.time.Duration;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import systems.tasker.events.observability.Lifecycle;

/**
 * Accepts callers that have the role a request needs, and rejects all others before their bodies are read.
 *
 * <p>Every path is guarded, those that do not exist too. Health and metrics are not: they have a port of their own.
 */
@Singleton
class AccessFilter {

    private static final Logger LOG = Logger.getLogger(AccessFilter.class);
    private static final Duration ISSUER_IS_BACK = Duration.ofSeconds(5);

    private final AccessConfig config;
    private final HttpAuthenticator authenticator;
    /** Off in a migration and in a relay, which have no callers. */
    private final boolean listens;

    AccessFilter(
            AccessConfig config,
            HttpAuthenticator authenticator,
            @ConfigProperty(name = "quarkus.http.host-enabled", defaultValue = "true") boolean listens) {
        this.config = config;
        this.authenticator = authenticator;
        this.listens = listens;
    }

    void register(@Observes Filters filters) {
        if (config.mode() == AccessConfig.Mode.REQUIRED) {
            filters.register(this::check, Lifecycle.FILTER_ACCESS);
        } else if (listens && LaunchMode.current() == LaunchMode.NORMAL) {
            LOG.warn("Authentication is off, every caller has every role: tasker.auth=none");
        }
    }

    private void check(RoutingContext exchange) {
        // Not the identity that Quarkus defers: when that fails, Quarkus answers by itself, without a body.
        authenticator
                .attemptAuthentication(exchange)
                .subscribe()
                .with(caller -> decide(exchange, caller), fault -> fail(exchange, fault));
    }

    private static void decide(RoutingContext exchange, SecurityIdentity caller) {
        var needed =
                Role.neededFor(exchange.request().method(), exchange.request().path());
        if (caller == null || caller.isAnonymous()) {
            AccessProblems.unauthenticated("Bearer").send(exchange);
        } else if (!caller.hasRole(needed.label())) {
            LOG.debugf("Forbidden: user=%s needs=%s", caller.getPrincipal().getName(), needed.label());
            AccessProblems.forbidden(needed).send(exchange);
        } else {
            QuarkusHttpUser.setIdentity(caller, exchange);
            exchange.next();
        }
    }

    private static void fail(RoutingContext exchange, Throwable fault) {
        if (fault instanceof AuthenticationFailedException) {
            LOG.debugf("Authentication failed: %s", fault.getMessage());
            AccessProblems.unauthenticated("Bearer error=\"invalid_token\"").send(exchange);
        } else {
            LOG.errorf("Authentication could not be decided, rejecting the request with 503: error=%s", fault);
            AccessProblems.undecided(ISSUER_IS_BACK).send(exchange);
        }
    }
}
