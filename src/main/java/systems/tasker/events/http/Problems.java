package systems.tasker.events.http;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.ws.rs.core.Response.Status;

import io.quarkiverse.resteasy.problem.HttpProblem;

import systems.tasker.events.json.InputProblem;
import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.publication.PublicationReceipt;

/** What the service says when it cannot do what was asked, as problems of RFC 9457. */
public final class Problems {

    private static final int UNPROCESSABLE_CONTENT = 422;

    private Problems() {}

    public static HttpProblem.Builder invalidInput(InvalidInputException invalid) {
        var errors = invalid.problems().stream().map(Problems::error).toList();
        var detail = errors.size() == 1
                ? "The request has a problem, see errors."
                : "The request has " + errors.size() + " problems, see errors.";
        var problem = invalid.isMalformed()
                ? problem("malformed-input", "Malformed input", Status.BAD_REQUEST.getStatusCode(), detail)
                : problem("invalid-input", "Invalid input", UNPROCESSABLE_CONTENT, detail);
        return problem.with("errors", errors);
    }

    /** In this order; that of {@link Map#of} is another one in each process. */
    private static Map<String, String> error(InputProblem problem) {
        var error = new LinkedHashMap<String, String>();
        error.put("pointer", problem.pointer());
        error.put("detail", problem.detail());
        return error;
    }

    public static HttpProblem.Builder unavailable(Duration retryAfter) {
        return problem(
                        "unavailable",
                        "Unavailable",
                        Status.SERVICE_UNAVAILABLE.getStatusCode(),
                        "The database is away. Nobody knows whether the request took effect: send it again; a result or a claim takes effect once.")
                .withHeader("Retry-After", retryAfter.toSeconds());
    }

    /** The same as for a result that is refused before its body is read, with a reason of its own. */
    static HttpProblem.Builder saturated(String detail, Duration retryAfter) {
        return problem("saturated", "Saturated", Status.SERVICE_UNAVAILABLE.getStatusCode(), detail)
                .withHeader("Retry-After", retryAfter.toSeconds());
    }

    static HttpProblem.Builder tooSlow(String detail) {
        return problem("too-slow", "Too slow", Status.SERVICE_UNAVAILABLE.getStatusCode(), detail);
    }

    public static HttpProblem.Builder conflict(PublicationReceipt earlier) {
        return problem("attempt-conflict", "Conflict", Status.CONFLICT.getStatusCode(), earlier.conflictDetail());
    }

    public static HttpProblem.Builder internal() {
        return problem(
                "internal",
                "Internal Server Error",
                Status.INTERNAL_SERVER_ERROR.getStatusCode(),
                "Something went wrong that should not; the log says what.");
    }

    private static HttpProblem.Builder problem(String type, String title, int status, String detail) {
        return HttpProblem.builder()
                .withType(URI.create(Refusal.TYPE + type))
                .withTitle(title)
                .withStatus(status)
                .withDetail(detail);
    }
}
