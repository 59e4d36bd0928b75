package systems.tasker.events.http.access;

import java.util.List;
import java.util.stream.Stream;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import systems.tasker.events.http.Caller;

/** Tells callers who they are, so that a user interface offers only what they may do. */
@Path("/v1/caller")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Tag(name = "Access")
class CallerResource {

    private final AccessConfig config;

    @Inject
    CallerResource(AccessConfig config) {
        this.config = config;
    }

    @GET
    @Operation(
            operationId = "getCaller",
            summary = "Name and roles of the caller",
            description = "Without authentication there is no name, and the caller has every role.")
    public CallerView caller(@Context RoutingContext exchange) {
        return new CallerView(Caller.of(exchange).name(), roles(exchange));
    }

    private List<String> roles(RoutingContext exchange) {
        return Stream.of(Role.values())
                .filter(role -> config.mode() == AccessConfig.Mode.NONE
                        || exchange.user() instanceof QuarkusHttpUser user
                                && user.getSecurityIdentity().hasRole(role.label()))
                .map(Role::label)
                .toList();
    }
}
