package systems.tasker.events.ingress;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.container.ContainerRequestContext;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses a body that does not say what it is; by itself, Quarkus REST takes it for whatever the resource wants. */
class ContentTypeRequired {

    @ServerRequestFilter
    void check(ContainerRequestContext request) {
        if (request.getMethod().equals(HttpMethod.POST) && request.getMediaType() == null) {
            throw new NotSupportedException("The body needs a Content-Type, application/json");
        }
    }
}
