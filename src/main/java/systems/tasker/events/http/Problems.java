package systems.tasker.events.http;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.quarkiverse.resteasy.problem.HttpProblem;

import systems.tasker.events.json.InputProblem;
import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.json.ProblemType;
import systems.tasker.events.publication.store.PublicationReceipt;
import systems.tasker.events.publication.store.StoreUnavailableException;
import systems.tasker.events.publication.store.WeakDurabilityException;

/** The problem details (RFC 9457) of the service. */
public final class Problems {

    /** While the database is unavailable or the service is overloaded: long enough for a failover to get on, short for a sender. */
    public static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private Problems() {}

    public static HttpProblem.Builder invalidInput(InvalidInputException invalid) {
        var errors = invalid.problems().stream().map(Problems::error).toList();
        var detail = errors.size() == 1
                ? "The request has a problem, see errors."
                : "The request has " + errors.size() + " problems, see errors.";
        return of(invalid.type(), detail).with("errors", errors);
    }

    /** In this order; that of {@link Map#of} is another one in each process. */
    private static Map<String, String> error(InputProblem problem) {
        var error = new LinkedHashMap<String, String>();
        error.put("pointer", problem.pointer());
        error.put("detail", problem.detail());
        return error;
    }

    public static HttpProblem.Builder unavailable(StoreUnavailableException failure) {
        if (failure instanceof WeakDurabilityException) {
            return of(
                            ProblemType.DURABILITY_TOO_LOW,
                            "The database promises less than tasker.ledger.required-durability demands; nothing was done."
                                    + " GET /v1/status has the reason.")
                    .withHeader("Retry-After", RETRY_AFTER.toSeconds());
        }
        return of(
                        ProblemType.UNAVAILABLE,
                        "The database is unavailable. Whether the request took effect is unknown: send it again;"
                                + " results and claims are idempotent.")
                .withHeader("Retry-After", RETRY_AFTER.toSeconds());
    }

    /** The same type as for a result that is rejected before its body is read, with a detail of its own. */
    static HttpProblem.Builder saturated(String detail) {
        return of(ProblemType.SATURATED, detail).withHeader("Retry-After", RETRY_AFTER.toSeconds());
    }

    static HttpProblem.Builder tooSlow(String detail) {
        return of(ProblemType.TOO_SLOW, detail);
    }

    public static HttpProblem.Builder conflict(PublicationReceipt earlier) {
        return of(ProblemType.ATTEMPT_CONFLICT, earlier.conflictDetail());
    }

    public static HttpProblem.Builder internal() {
        return of(ProblemType.INTERNAL, "An unexpected error occurred; see the log of the service.");
    }

    /** A problem of a type. */
    public static HttpProblem.Builder of(ProblemType type, String detail) {
        return HttpProblem.builder()
                .withType(URI.create(type.urn()))
                .withTitle(type.title())
                .withStatus(type.status())
                .withDetail(detail);
    }
}
