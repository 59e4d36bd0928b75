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
import io.vertx.mutiny.sqlclient.Pool;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.server.Cancellable;

import systems.tasker.events.http.BodyFields;
import systems.tasker.events.http.Caller;
import systems.tasker.events.postgres.pgmq.QueuesConfig;

/** Moves dead letters back to the queues they came from, or to the archive of their own. */
@Path("/v1/dead-letters/{queue}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Dead letters")
class RedriveResource {

    private final DeadLetterQueues queues;
    private final Resend resend;
    private final int maxMessages;

    @Inject
    RedriveResource(Pool pool, Resend resend, QueuesConfig config, ResendLimits limits) {
        this.queues = new DeadLetterQueues(pool, config);
        this.resend = resend;
        this.maxMessages = limits.maxMessages();
    }

    @POST
    @Path("redrive")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "redriveDeadLetters",
            summary = "Move dead letters back to the queues they came from",
            description = "Message, headers and group stay the same. A call that ends early reports what remains.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "Redrive")))
    @APIResponse(
            responseCode = "200",
            description = "What was moved and what was not",
            content = @Content(schema = @Schema(implementation = Redriven.class)))
    @APIResponse(responseCode = "400", description = "Malformed JSON, or an unknown field: see `errors`")
    @APIResponse(responseCode = "404", description = "There is no such dead-letter queue")
    @APIResponse(responseCode = "422", description = "Semantically invalid: see `errors`")
    @APIResponse(responseCode = "503", description = "The database is unavailable; retry after Retry-After")
    // The audit log needs the outcome even if the caller disconnects.
    @Cancellable(false)
    public Uni<Redriven> redrive(@RestPath String queue, @Context RoutingContext exchange) {
        var request = RedriveRequest.of(BodyFields.json(exchange), maxMessages);
        var caller = Caller.of(exchange);
        return queues.find(queue).chain(found -> resend.redrive(found, request, caller));
    }

    @POST
    @Path("discard")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "discardDeadLetters",
            summary = "Discard dead letters",
            description =
                    "They are moved to the archive of their queue, not deleted. A call that ends early reports what remains.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "Redrive")))
    @APIResponse(
            responseCode = "200",
            description = "How many were discarded",
            content = @Content(schema = @Schema(implementation = Discarded.class)))
    @APIResponse(responseCode = "400", description = "Malformed JSON, or an unknown field: see `errors`")
    @APIResponse(responseCode = "404", description = "There is no such dead-letter queue")
    @APIResponse(responseCode = "422", description = "Semantically invalid: see `errors`")
    @APIResponse(responseCode = "503", description = "The database is unavailable; retry after Retry-After")
    // The audit log needs the outcome even if the caller disconnects.
    @Cancellable(false)
    public Uni<Discarded> discard(@RestPath String queue, @Context RoutingContext exchange) {
        var request = RedriveRequest.of(BodyFields.json(exchange), maxMessages);
        var caller = Caller.of(exchange);
        return queues.find(queue).chain(found -> resend.discard(found, request, caller));
    }
}
