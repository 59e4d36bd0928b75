package systems.tasker.events.ingress;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.ws.rs.core.Response.Status;

import io.quarkiverse.resteasy.problem.HttpProblem;

import systems.tasker.events.access.Refusal;
import systems.tasker.events.publication.PublicationReceipt;
import systems.tasker.events.step.InputProblem;
import systems.tasker.events.step.InvalidInputException;

/** What the service says when it cannot do what was asked, as problems of RFC 9457. */
final class Problems {

    private static final int UNPROCESSABLE_CONTENT = 422;

    private Problems() {}

    static HttpProblem.Builder invalidInput(InvalidInputException invalid) {
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

    static HttpProblem.Builder unavailable(Duration retryAfter) {
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

    static HttpProblem.Builder conflict(PublicationReceipt earlier) {
        return problem("attempt-conflict", "Conflict", Status.CONFLICT.getStatusCode(), conflictDetail(earlier));
    }

    static String conflictDetail(PublicationReceipt earlier) {
        return "Another result of step " + earlier.stepUuid() + " was accepted for attempt " + earlier.attempt()
                + " before; it stands.";
    }

    static HttpProblem.Builder internal() {
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
