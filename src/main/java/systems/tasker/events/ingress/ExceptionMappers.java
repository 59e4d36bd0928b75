package systems.tasker.events.ingress;

import java.net.URI;

import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import io.quarkiverse.resteasy.problem.HttpProblem;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import systems.tasker.events.publication.SaturatedException;
import systems.tasker.events.publication.StoreTooSlowException;
import systems.tasker.events.publication.StoreUnavailableException;
import systems.tasker.events.step.InvalidInputException;

/** Answers what the journey and the rooms beside it throw. */
// Public, because what Quarkus generates for the annotations is in another class loader where this is a library.
public final class ExceptionMappers {

    private final IngressConfig config;

    @Inject
    ExceptionMappers(IngressConfig config) {
        this.config = config;
    }

    @ServerExceptionMapper
    public Response invalidInput(InvalidInputException invalid, UriInfo request) {
        return response(Problems.invalidInput(invalid), request);
    }

    @ServerExceptionMapper
    public Response unavailable(StoreUnavailableException unavailable, UriInfo request) {
        return response(Problems.unavailable(config.retryAfter()), request);
    }

    @ServerExceptionMapper
    public Response saturated(SaturatedException saturated, UriInfo request) {
        return response(Problems.saturated(saturated.getMessage(), config.retryAfter()), request);
    }

    @ServerExceptionMapper
    public Response tooSlow(StoreTooSlowException tooSlow, UriInfo request) {
        return response(Problems.tooSlow(tooSlow.getMessage()), request);
    }

    private static Response response(HttpProblem.Builder problem, UriInfo request) {
        return problem.withInstance(URI.create(request.getRequestUri().getRawPath()))
                .build()
                .toResponse();
    }
}
