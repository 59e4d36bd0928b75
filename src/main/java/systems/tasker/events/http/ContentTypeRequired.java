package systems.tasker.events.http;

import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.core.MediaType;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Rejects a body without a content type; by itself, Quarkus REST takes it for whatever the resource wants. */
// Public, because what Quarkus generates for the annotation is in another class loader where this is a library.
public final class ContentTypeRequired {

    /** Before Quarkus REST chooses a method by it: a spelling it cannot read would be a fault of its own to it. */
    @ServerRequestFilter(preMatching = true)
    public void checkSpelling(HttpServerRequest request) {
        var type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null || type.equals(MediaType.APPLICATION_JSON)) {
            return;
        }
        try {
            MediaType.valueOf(type);
        } catch (IllegalArgumentException unreadable) {
            throw new NotSupportedException("The Content-Type is no media type", unreadable);
        }
    }

    @ServerRequestFilter
    public void check(HttpServerRequest request) {
        if (request.method() == HttpMethod.POST
                && request.getHeader(HttpHeaders.CONTENT_TYPE) == null
                && hasBody(request)) {
            throw new NotSupportedException("The body needs a Content-Type, application/json");
        }
    }

    private static boolean hasBody(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null || length != null && !length.equals("0");
    }
}
