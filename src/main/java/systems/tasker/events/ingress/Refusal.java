package systems.tasker.events.ingress;

import java.time.Duration;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/**
 * An answer to a request whose body is not read.
 *
 * @param problem the problem+json
 * @param retryAfter when to try again; null when trying again is of no use
 */
record Refusal(JsonObject problem, Duration retryAfter) {

    private static final int CONTENT_TOO_LARGE = 413;
    private static final int SERVICE_UNAVAILABLE = 503;

    static Refusal tooLarge(long limit) {
        return new Refusal(
                problem(
                        "body-too-large",
                        "Content Too Large",
                        CONTENT_TOO_LARGE,
                        "The body may have " + limit + " bytes."),
                null);
    }

    static Refusal saturated(Duration retryAfter) {
        return new Refusal(
                problem(
                        "saturated",
                        "Saturated",
                        SERVICE_UNAVAILABLE,
                        "As many results are under way as this instance takes on; nothing was done."),
                retryAfter);
    }

    private static JsonObject problem(String type, String title, int status, String detail) {
        return new JsonObject()
                .put("type", Problems.TYPE + type)
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
    }

    void send(RoutingContext exchange) {
        var response = exchange.response()
                .setStatusCode(problem.getInteger("status"))
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                // The rest of the body is of no interest, so the connection is of no more use.
                .putHeader(HttpHeaders.CONNECTION, "close");
        if (retryAfter != null) {
            response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter.toSeconds()));
        }
        response.end(problem.copy().put("instance", exchange.normalizedPath()).toBuffer());
    }
}
