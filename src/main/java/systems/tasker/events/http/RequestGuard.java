package systems.tasker.events.http;

import java.net.URI;
import java.net.URISyntaxException;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.vertx.http.ManagementInterface;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import org.jboss.logging.Logger;

import systems.tasker.events.observability.Lifecycle;
import systems.tasker.events.observability.LogThrottle;

/**
 * Rejects requests before any other filter: those that are ambiguous or malformed, and those that arrive when this instance is stopping.
 *
 * <p>All of them get problem details and share one throttled line of the log; by themselves, Vert.x and Quarkus would log an error with a
 * stack trace for each of some of them, which needs no authentication, or answer without a body. What is no HTTP, or too long for it, never
 * gets here: Vert.x answers it with an empty 400, 414 or 431, and logs nothing.
 */
@Singleton
class RequestGuard {

    private static final Logger LOG = Logger.getLogger(RequestGuard.class);
    private static final String CHUNKED = "chunked";
    private static final int CLIENT_ERRORS = 400;
    private static final int SERVER_ERRORS = 500;
    private static final int NOT_FOUND = 404;

    private final LogThrottle rejections = new LogThrottle();
    private final Drain drain;

    RequestGuard(Drain drain) {
        this.drain = drain;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, Lifecycle.FILTER_GUARD);
    }

    /** The router validates the Host header and the path by itself, before the first filter. */
    void handleFailures(@Observes Router router) {
        handleFailuresOf(router);
    }

    void handleFailures(@Observes ManagementInterface management) {
        handleFailuresOf(management.router());
    }

    private void handleFailuresOf(Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(this::failed);
        router.errorHandler(CLIENT_ERRORS, exchange -> reject(exchange, IntakeProblems.malformed(CLIENT_ERRORS)));
    }

    private void check(RoutingContext exchange) {
        var problem = rejection(exchange);
        if (problem == null) {
            exchange.next();
        } else {
            reject(exchange, problem);
        }
    }

    private ProblemResponse rejection(RoutingContext exchange) {
        if (drain.hasEnded()) {
            return IntakeProblems.stopping();
        }
        if (!isUri(exchange.request().uri())) {
            return IntakeProblems.malformedTarget();
        }
        var headers = exchange.request().headers();
        if (headers.getAll(HttpHeaders.HOST).size() > 1) {
            return IntakeProblems.severalHosts();
        }
        if (headers.contains(HttpHeaders.TRANSFER_ENCODING)) {
            if (headers.contains(HttpHeaders.CONTENT_LENGTH)) {
                return IntakeProblems.twoLengths();
            }
            if (!isChunked(headers)) {
                return IntakeProblems.unknownTransferCoding();
            }
        }
        return null;
    }

    /** The check of Quarkus, which {@link TargetValidation} switches off. */
    private static boolean isUri(String target) {
        try {
            new URI(target);
            return true;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    private static boolean isChunked(MultiMap headers) {
        var codings = headers.getAll(HttpHeaders.TRANSFER_ENCODING);
        return codings.size() == 1 && codings.get(0).strip().equalsIgnoreCase(CHUNKED);
    }

    private void failed(RoutingContext exchange) {
        var status = exchange.statusCode();
        var fault = exchange.failure();
        if (fault == null && status == NOT_FOUND) {
            reject(exchange, IntakeProblems.notFound());
        } else if (status >= CLIENT_ERRORS && status < SERVER_ERRORS && isOfRouter(fault)) {
            reject(exchange, IntakeProblems.malformed(status));
        } else {
            exchange.next();
        }
    }

    /** Others, such as those of authentication, have handlers of their own. */
    private static boolean isOfRouter(Throwable fault) {
        return fault instanceof VertxException
                || fault instanceof HttpException
                || fault instanceof IllegalArgumentException;
    }

    private void reject(RoutingContext exchange, ProblemResponse problem) {
        rejections.log(
                count -> LOG.warnf("Rejected %d request(s) before any filter; the last one: %s", count, problem));
        problem.sendAndClose(exchange);
    }
}
