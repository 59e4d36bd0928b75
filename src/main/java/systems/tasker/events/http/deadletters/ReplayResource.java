package systems.tasker.events.http.deadletters;

import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

import systems.tasker.events.http.BodyFields;
import systems.tasker.events.http.Caller;

/** Sends archived events again. */
@Path("/v1/events/replay")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Replay")
class ReplayResource {

    private final Resend resend;
    private final int maxMessages;

    @Inject
    ReplayResource(Resend resend, DeadLettersConfig config) {
        this.resend = resend;
        this.maxMessages = config.resend().maxMessages();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Send copies of archived events to a queue",
            description = "With their event_id, and a header replayed_at. A call that ends early says where to go on.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "Replay")))
    @APIResponse(
            responseCode = "200",
            description = "What was sent, and what was not",
            content = @Content(schema = @Schema(implementation = Replayed.class)))
    @APIResponse(responseCode = "400", description = "Not the JSON that was asked for")
    @APIResponse(responseCode = "422", description = "The JSON says something that cannot be")
    @APIResponse(responseCode = "503", description = "The database is away; try again after Retry-After")
    // What was sent has to be logged, whether the caller waits or not.
    @Cancellable(false)
    public Uni<Replayed> replay(@Context RoutingContext exchange) {
        var request = ReplayRequest.of(BodyFields.json(exchange), maxMessages);
        return resend.replay(request, Caller.of(exchange));
    }
}
