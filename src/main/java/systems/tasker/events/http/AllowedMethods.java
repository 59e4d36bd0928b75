package systems.tasker.events.http;

import java.net.URI;
import java.util.SortedSet;
import java.util.TreeSet;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import io.quarkiverse.resteasy.problem.HttpProblem;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;

/**
 * Says which methods a path has: in the header {@code Allow} of 405, and to {@code OPTIONS}.
 *
 * <p>By itself, Quarkus REST sends no {@code Allow} with 405, and answers {@code OPTIONS} with the methods of all paths of a resource
 * class.
 */
// Public, because what Quarkus generates for the annotations is in another class loader where this is a library.
public final class AllowedMethods {

    private static final URI GENERIC = URI.create("about:blank");

    @ServerRequestFilter(preMatching = true)
    public Response options(ContainerRequestContext request) {
        if (!request.getMethod().equals(HttpMethod.OPTIONS)) {
            return null;
        }
        var methods = methods();
        if (methods.isEmpty()) {
            throw new NotFoundException("There is no such path");
        }
        return Response.ok()
                .header(HttpHeaders.ALLOW, String.join(", ", methods))
                .build();
    }

    @ServerExceptionMapper
    public Response notAllowed(NotAllowedException notAllowed, ContainerRequestContext request) {
        var status = Response.Status.METHOD_NOT_ALLOWED;
        return HttpProblem.builder()
                .withType(GENERIC)
                .withTitle(status.getReasonPhrase())
                .withStatus(status)
                .withDetail(notAllowed.getMessage())
                .withInstance(ExceptionMappers.instance(request.getUriInfo().getPath()))
                .withHeader(HttpHeaders.ALLOW, String.join(", ", methods()))
                .build()
                .toResponse();
    }

    /** The methods of all resources at the path of the request; empty where there is none. */
    private static SortedSet<String> methods() {
        var context = CurrentRequestManager.get();
        var path = context.getPathWithoutPrefix();
        var classes = new RequestMapper<>(context.getDeployment().getClassMappers());
        var methods = new TreeSet<String>();
        for (var found = classes.map(path); found != null; found = classes.continueMatching(path, found)) {
            var remaining = found.remaining.isEmpty() ? "/" : found.remaining;
            for (var handler : found.value.handlers) {
                if (handler instanceof ClassRoutingHandler routing) {
                    routing.getMappers().forEach((method, mapper) -> {
                        if (method != null && mapper.map(remaining) != null) {
                            methods.add(method);
                        }
                    });
                }
            }
        }
        if (methods.contains(HttpMethod.GET)) {
            methods.add(HttpMethod.HEAD);
        }
        if (!methods.isEmpty()) {
            methods.add(HttpMethod.OPTIONS);
        }
        return methods;
    }
}
