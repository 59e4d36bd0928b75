package systems.tasker.events.access;

import java.time.Duration;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;

/**
 * Lets in whoever has the role that a request needs, and turns all others away before a byte of their bodies is read.
 *
 * <p>Every path is guarded, those that do not exist too. Health and metrics are not: they have a port of their own.
 */
@Singleton
class AccessFilter {

    private static final Logger LOG = Logger.getLogger(AccessFilter.class);
    // Quarkus finds out who it is at 200; bodies are read after this one.
    private static final int AFTER_AUTHENTICATION = 150;
    private static final Duration ISSUER_IS_BACK = Duration.ofSeconds(5);

    private final AccessConfig config;

    AccessFilter(AccessConfig config) {
        this.config = config;
    }

    void register(@Observes Filters filters) {
        if (config.mode() == AccessConfig.Mode.REQUIRED) {
            filters.register(AccessFilter::check, AFTER_AUTHENTICATION);
        } else {
            LOG.warn("Everybody who reaches this service may do everything: tasker.auth=none");
        }
    }

    private static void check(RoutingContext exchange) {
        QuarkusHttpUser.getSecurityIdentity(exchange, null)
                .subscribe()
                .with(caller -> decide(exchange, caller), fault -> refuse(exchange, fault));
    }

    private static void decide(RoutingContext exchange, SecurityIdentity caller) {
        var needed =
                Role.neededFor(exchange.request().method(), exchange.request().path());
        if (caller == null || caller.isAnonymous()) {
            Denials.unauthenticated("Bearer").send(exchange);
        } else if (!caller.hasRole(needed.label())) {
            LOG.debugf("Forbidden: user=%s needs=%s", caller.getPrincipal().getName(), needed.label());
            Denials.forbidden(needed).send(exchange);
        } else {
            exchange.setUser(new QuarkusHttpUser(caller));
            exchange.next();
        }
    }

    private static void refuse(RoutingContext exchange, Throwable fault) {
        if (fault instanceof AuthenticationFailedException) {
            LOG.debugf("Not let in: %s", fault.getMessage());
            Denials.unauthenticated("Bearer error=\"invalid_token\"").send(exchange);
        } else {
            LOG.errorf("Whether a caller may come in could not be found out: %s", fault);
            Denials.undecided(ISSUER_IS_BACK).send(exchange);
        }
    }
}
