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
    ReplayResource(Resend resend, ResendLimits limits) {
        this.resend = resend;
        this.maxMessages = limits.maxMessages();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "replayEvents",
            summary = "Send copies of archived events to a queue",
            description =
                    "Copies keep their event_id and get a header replayed_at. A call that ends early reports where to continue.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "Replay")))
    @APIResponse(
            responseCode = "200",
            description = "What was sent and what was not",
            content = @Content(schema = @Schema(implementation = Replayed.class)))
    @APIResponse(responseCode = "400", description = "Malformed JSON, or an unknown field: see `errors`")
    @APIResponse(responseCode = "422", description = "Semantically invalid: see `errors`")
    @APIResponse(responseCode = "503", description = "The database is unavailable; retry after Retry-After")
    // The audit log needs the outcome even if the caller disconnects.
    @Cancellable(false)
    public Uni<Replayed> replay(@Context RoutingContext exchange) {
        var request = ReplayRequest.of(BodyFields.json(exchange), maxMessages);
        return resend.replay(request, Caller.of(exchange));
    }
}
