package systems.tasker.events.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import systems.tasker.events.json.BodyCost;
import systems.tasker.events.observability.Lifecycle;

/**
 * Reads the bodies of step results and claims within the capacity of the intake, up to a limit.
 *
 * <p>What does not fit is answered before it is read, let alone parsed: overload costs the overloading, not the service. Quarkus has a
 * limit of its own, but answers it without a body and, where the length was not announced, after an error in its log.
 */
@Singleton
public class BodyReader {

    private static final String PASS = "tasker.intake.pass";

    private final IntakeGate gate;
    private final ResultRate rate;
    private final IngressConfig config;
    private final long maxBatchSize;
    private final Duration timeout;

    /**
     * @param largest the largest body of all endpoints, a batch, beyond which Quarkus would close the connection
     * @param timeout of receiving a whole body
     */
    BodyReader(
            IntakeGate gate,
            ResultRate rate,
            IngressConfig config,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize largest,
            @ConfigProperty(name = "quarkus.http.read-timeout") Duration timeout) {
        this.gate = gate;
        this.rate = rate;
        this.config = config;
        this.maxBatchSize = largest.asLongValue();
        this.timeout = timeout;
    }

    void register(@Observes Filters filters) {
        filters.register(this::read, Lifecycle.FILTER_BODY);
    }

    private void read(RoutingContext exchange) {
        var request = exchange.request();
        // As the router reads it, so that no spelling of a path evades the limits.
        var path = exchange.normalizedPath();
        if (request.method() != HttpMethod.POST || !path.startsWith("/v1/")) {
            exchange.next();
            return;
        }
        if (isEncoded(request)) {
            IntakeProblems.encoded().send(exchange);
            return;
        }
        var limit = limit(path);
        var announced = announcedLength(exchange);
        if (announced > limit) {
            IntakeProblems.tooLarge(limit).send(exchange);
            return;
        }
        if (rate.isOn() && isOfResults(path)) {
            var wait = rate.tryUse(Caller.of(exchange));
            if (!wait.isZero()) {
                IntakeProblems.tooMany(config.maxResultsPerSecond(), wait).send(exchange);
                return;
            }
        }
        var pass = gate.enter();
        if (pass == null) {
            IntakeProblems.saturated().send(exchange);
            return;
        }
        exchange.addEndHandler(end -> pass.release());
        exchange.put(PASS, pass);
        if (pass.grow(announced)) {
            accumulate(exchange, pass, announced, limit);
        } else {
            IntakeProblems.saturated().send(exchange);
        }
    }

    /** The body. Quarkus REST would hand out zeros for one beyond its input buffer, since it has been read already. */
    public static byte[] body(RoutingContext exchange) {
        return exchange.body().buffer().getBytes();
    }

    /** What a request holds of the intake; work that goes on when the caller has disconnected holds it too. */
    public static IntakeGate.Pass pass(RoutingContext exchange) {
        return exchange.get(PASS);
    }

    /** Counts a request as in flight until its work ends. */
    public static <T> Uni<T> inFlight(RoutingContext exchange, Uni<T> work) {
        var pass = pass(exchange);
        pass.hold();
        return work.onTermination().invoke(pass::release);
    }

    private static boolean isEncoded(HttpServerRequest request) {
        var coding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        return coding != null && !coding.strip().equalsIgnoreCase("identity");
    }

    private static boolean isOfResults(String path) {
        return path.equals(WorkerRoutes.RESULTS) || path.equals(WorkerRoutes.BATCH);
    }

    private long limit(String path) {
        var limit =
                path.endsWith("/batch") ? maxBatchSize : config.maxBodySize().asLongValue();
        // What can never fit is too large: trying again later would be of no use.
        return Math.min(limit, gate.maxBytes());
    }

    private void accumulate(RoutingContext exchange, IntakeGate.Pass pass, long announced, long limit) {
        var body = Buffer.buffer((int) announced);
        var request = exchange.request();
        // Most bodies arrive with their headers, before the next task of the event loop: a timer for each would cost
        // more than reading.
        var isRead = new AtomicBoolean();
        exchange.vertx().runOnContext(next -> stopAfterTimeout(exchange, isRead));
        request.handler(chunk -> {
            var length = body.length() + chunk.length();
            if (length > limit) {
                stop(exchange, IntakeProblems.tooLarge(limit));
            } else if (length > announced && !pass.grow(chunk.length())) {
                stop(exchange, IntakeProblems.saturated());
            } else {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(end -> {
            isRead.set(true);
            var weight = BodyCost.of(body.length(), body::getBytes);
            if (weight > gate.maxBytes()) {
                IntakeProblems.tooLarge(limit).send(exchange);
                return;
            }
            if (!pass.grow(weight - body.length())) {
                IntakeProblems.saturated().send(exchange);
                return;
            }
            // What Vert.x Web's own body handler does; the resource finds the body read.
            ((RoutingContextInternal) exchange).setBody(body);
            // All bodies that have arrived are read first: so the code of each step stays in the caches.
            exchange.vertx().runOnContext(next -> exchange.next());
        });
        if (request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
            exchange.response().writeContinue();
        }
        request.resume();
    }

    /** Stops waiting for the rest of a body, if it is still to come. */
    private void stopAfterTimeout(RoutingContext exchange, AtomicBoolean isRead) {
        if (isRead.get() || exchange.response().ended() || exchange.response().closed()) {
            return;
        }
        var timer = exchange.vertx().setTimer(timeout.toMillis(), late -> {
            if (isRead.get()) {
                return;
            }
            // A slow sender would go on sending, and each byte resets the idle timeout of the connection.
            exchange.addEndHandler(answered -> exchange.request().connection().close());
            stop(exchange, IntakeProblems.tooSlow(timeout));
        });
        exchange.addEndHandler(end -> exchange.vertx().cancelTimer(timer));
    }

    private static void stop(RoutingContext exchange, ProblemResponse response) {
        exchange.request().handler(rest -> {}).endHandler(end -> {});
        response.send(exchange);
    }

    private static long announcedLength(RoutingContext exchange) {
        var length = exchange.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException notANumber) {
            return Long.MAX_VALUE;
        }
    }
}
