package systems.tasker.events.ingress;

import java.net.URI;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;

import io.quarkiverse.resteasy.problem.HttpProblem;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import systems.tasker.events.publication.PublicationReceipt;
import systems.tasker.events.publication.StoreUnavailableException;
import systems.tasker.events.step.InvalidInputException;

/** Says what went wrong as {@code application/problem+json} (RFC 9457). */
class Problems {

    private static final int UNPROCESSABLE_CONTENT = 422;

    private final IngressConfig config;

    @Inject
    Problems(IngressConfig config) {
        this.config = config;
    }

    @ServerExceptionMapper
    Response invalidInput(InvalidInputException invalid, UriInfo request) {
        List<Map<String, String>> errors = invalid.problems().stream()
                .map(problem -> Map.of("pointer", problem.pointer(), "detail", problem.detail()))
                .toList();
        return problem(
                        invalid.isMalformed() ? "malformed-input" : "invalid-input",
                        invalid.isMalformed() ? "Malformed input" : "Invalid input",
                        invalid.isMalformed() ? Status.BAD_REQUEST.getStatusCode() : UNPROCESSABLE_CONTENT,
                        errors.size() == 1
                                ? "The body has a problem, see errors."
                                : "The body has " + errors.size() + " problems, see errors.")
                .with("errors", errors)
                .withInstance(URI.create(request.getPath()))
                .build()
                .toResponse();
    }

    @ServerExceptionMapper
    Response unavailable(StoreUnavailableException unavailable, UriInfo request) {
        return problem(
                        "unavailable",
                        "Unavailable",
                        Status.SERVICE_UNAVAILABLE.getStatusCode(),
                        "The database is away. Nobody knows whether the request took effect: send it again, it takes effect once.")
                .withInstance(URI.create(request.getPath()))
                .withHeader("Retry-After", config.retryAfter().toSeconds())
                .build()
                .toResponse();
    }

    static HttpProblem conflict(PublicationReceipt earlier) {
        return problem(
                        "attempt-conflict",
                        "Conflict",
                        Status.CONFLICT.getStatusCode(),
                        "Another result of step " + earlier.stepUuid() + " was accepted for attempt "
                                + earlier.attempt() + " before; it stands.")
                .build();
    }

    private static HttpProblem.Builder problem(String type, String title, int status, String detail) {
        return HttpProblem.builder()
                .withType(URI.create("urn:tasker:problem:" + type))
                .withTitle(title)
                .withStatus(status)
                .withDetail(detail);
    }
}
