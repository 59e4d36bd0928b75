package systems.tasker.events.http.access;

import java.util.function.BiConsumer;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;

import systems.tasker.events.observability.Lifecycle;

/**
 * Handles failures of authentications that Quarkus defers, in place of its own handler.
 *
 * <p>{@link AccessFilter} authenticates each request and reports the failures itself, so a deferred authentication never runs. But to report
 * its failure, Quarkus REST matches the path of every request against all its templates a second time, in a matcher made for that request:
 * as much work as reading the body. It does so only for Quarkus' own handler.
 */
@Singleton
class AuthenticationFailures {

    private static final BiConsumer<RoutingContext, Throwable> HANDLER = RoutingContext::fail;

    void register(@Observes Filters filters) {
        filters.register(AuthenticationFailures::replaceHandler, Lifecycle.FILTER_AUTH_FAILURE);
    }

    private static void replaceHandler(RoutingContext exchange) {
        exchange.put(QuarkusHttpUser.AUTH_FAILURE_HANDLER, HANDLER);
        exchange.next();
    }
}
