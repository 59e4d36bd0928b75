package systems.tasker.events.ingress;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;

/**
 * Reads the bodies of step results and claims, up to a limit.
 *
 * <p>Quarkus has a limit of its own, but answers it without a body and, where the length was not announced, after an error in its log.
 */
@Singleton
class BodyLimit {

    private static final int CONTENT_TOO_LARGE = 413;
    private static final int BEFORE_EVERYTHING = 1_000;

    private final long limit;

    BodyLimit(IngressConfig config) {
        this.limit = config.maxBodySize().asLongValue();
    }

    void register(@Observes Filters filters) {
        filters.register(this::read, BEFORE_EVERYTHING);
    }

    private void read(RoutingContext exchange) {
        var request = exchange.request();
        if (request.method() != HttpMethod.POST || !request.path().startsWith("/v1/")) {
            exchange.next();
        } else if (announcedLength(exchange) > limit) {
            refuse(exchange);
        } else {
            accumulate(exchange);
        }
    }

    private void accumulate(RoutingContext exchange) {
        var body = Buffer.buffer();
        var request = exchange.request();
        request.handler(chunk -> {
            if (body.length() + chunk.length() <= limit) {
                body.appendBuffer(chunk);
            } else {
                request.handler(rest -> {}).endHandler(end -> {});
                refuse(exchange);
            }
        });
        request.endHandler(end -> {
            // What Vert.x Web's own body handler does; the resource finds the body read.
            ((RoutingContextInternal) exchange).setBody(body);
            exchange.next();
        });
        request.resume();
    }

    private void refuse(RoutingContext exchange) {
        exchange.response()
                .setStatusCode(CONTENT_TOO_LARGE)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                // The rest of the body is of no interest, so the connection is of no more use.
                .putHeader(HttpHeaders.CONNECTION, "close")
                .end(new JsonObject()
                        .put("type", "urn:tasker:problem:body-too-large")
                        .put("title", "Content Too Large")
                        .put("status", CONTENT_TOO_LARGE)
                        .put("detail", "The body may have " + limit + " bytes (tasker.ingress.max-body-size).")
                        .put("instance", exchange.normalizedPath())
                        .toBuffer());
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
