package systems.tasker.events.http;

import java.net.URI;
import java.net.URISyntaxException;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import io.quarkiverse.resteasy.problem.HttpProblem;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.publication.store.StoreUnavailableException;

/** Maps exceptions of the journey and of the other endpoints to problem details. */
// Public, because what Quarkus generates for the annotations is in another class loader where this is a library.
public final class ExceptionMappers {

    @ServerExceptionMapper
    public Response invalidInput(InvalidInputException invalid, UriInfo request) {
        return response(Problems.invalidInput(invalid), request);
    }

    @ServerExceptionMapper
    public Response unavailable(StoreUnavailableException unavailable, UriInfo request) {
        return response(Problems.unavailable(unavailable), request);
    }

    @ServerExceptionMapper
    public Response saturated(SaturatedException saturated, UriInfo request) {
        return response(Problems.saturated(saturated.getMessage()), request);
    }

    @ServerExceptionMapper
    public Response tooSlow(StoreTooSlowException tooSlow, UriInfo request) {
        return response(Problems.tooSlow(tooSlow.getMessage()), request);
    }

    private static Response response(HttpProblem.Builder problem, UriInfo request) {
        return problem.withInstance(instance(request.getPath())).build().toResponse();
    }

    /** The path, which is decoded, as a reference: whatever the caller has put into it. */
    static URI instance(String path) {
        try {
            return new URI(null, null, path, null);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("A path from the root on can always be quoted", impossible);
        }
    }
}
