package systems.tasker.events.http;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Rejects a body without a content type; by itself, Quarkus REST takes it for whatever the resource wants. */
// Public, because what Quarkus generates for the annotation is in another class loader where this is a library.
public final class ContentTypeRequired {

    /** Before Quarkus REST chooses a method by it: a spelling it cannot read would be a fault of its own to it. */
    @ServerRequestFilter(preMatching = true)
    public void checkSpelling(ContainerRequestContext request) {
        try {
            request.getMediaType();
        } catch (IllegalArgumentException unreadable) {
            throw new NotSupportedException("The Content-Type is no media type", unreadable);
        }
    }

    @ServerRequestFilter
    public void check(ContainerRequestContext request) {
        if (request.getMethod().equals(HttpMethod.POST) && request.getMediaType() == null && hasBody(request)) {
            throw new NotSupportedException("The body needs a Content-Type, application/json");
        }
    }

    private static boolean hasBody(ContainerRequestContext request) {
        var length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        return request.getHeaderString("Transfer-Encoding") != null || length != null && !length.equals("0");
    }
}
