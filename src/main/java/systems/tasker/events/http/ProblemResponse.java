package systems.tasker.events.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

import systems.tasker.events.json.ProblemType;

/** An answer, in problem+json, to a request whose body is not read. */
public final class ProblemResponse {

    private final JsonObject problem;
    private final Map<String, String> headers = new LinkedHashMap<>();

    private ProblemResponse(JsonObject problem) {
        this.problem = problem;
    }

    /** A response with a problem in its body. */
    public static ProblemResponse of(ProblemType type, String detail) {
        return new ProblemResponse(new JsonObject()
                .put("type", type.urn())
                .put("title", type.title())
                .put("status", type.status())
                .put("detail", detail));
    }

    /** A response with a problem that its status explains. */
    static ProblemResponse generic(int status, String title, String detail) {
        return new ProblemResponse(new JsonObject()
                .put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("detail", detail));
    }

    /** Says when to try again; where trying again is of no use, nothing is said. */
    public ProblemResponse retryAfter(Duration time) {
        return with(HttpHeaders.RETRY_AFTER.toString(), Long.toString(time.toSeconds()));
    }

    public ProblemResponse with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    /** Answers, and closes the connection: where the next request on it begins is uncertain. */
    void sendAndClose(RoutingContext exchange) {
        exchange.addEndHandler(sent -> exchange.request().connection().close());
        send(exchange);
    }

    /** Answers, once. */
    public void send(RoutingContext exchange) {
        var response = exchange.response()
                .setStatusCode(problem.getInteger("status"))
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                // The rest of the body is of no interest, so the connection is of no more use.
                .putHeader(HttpHeaders.CONNECTION, "close");
        headers.forEach(response::putHeader);
        response.end(withInstance(exchange).toBuffer());
    }

    private JsonObject withInstance(RoutingContext exchange) {
        try {
            return problem.copy().put("instance", exchange.normalizedPath());
        } catch (IllegalArgumentException malformedPath) {
            return problem;
        }
    }

    /** For the log: the status and the reason, nothing that the caller sent. */
    @Override
    public String toString() {
        return problem.getInteger("status") + " " + problem.getString("detail");
    }
}
