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
import systems.tasker.events.postgres.pgmq.DatabaseGuard;
import systems.tasker.events.publication.StoreUnavailableException;

/** Sends dead letters back where they came from. */
@Path("/v1/dead-letters/{queue}/redrive")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Dead letters")
class RedriveResource {

    private final DeadLetterQueues queues;
    private final Redrive redrive;
    private final int maxMessages;

    @Inject
    RedriveResource(Pool pool, Redrive redrive, DeadLettersConfig config) {
        this.queues = new DeadLetterQueues(pool, new DatabaseGuard(config.timeout(), StoreUnavailableException::new));
        this.redrive = redrive;
        this.maxMessages = config.resend().maxMessages();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Send dead letters back to the queues they came from",
            description = "Each with its own message, headers and group. A call that ends early says what remains.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "Redrive")))
    @APIResponse(
            responseCode = "200",
            description = "What went back, and what did not",
            content = @Content(schema = @Schema(implementation = Redriven.class)))
    @APIResponse(responseCode = "400", description = "Not the JSON that was asked for")
    @APIResponse(responseCode = "404", description = "There is no such dead-letter queue")
    @APIResponse(responseCode = "422", description = "The JSON says something that cannot be")
    @APIResponse(responseCode = "503", description = "The database is away; try again after Retry-After")
    // What was moved has to be logged, whether the caller waits or not.
    @Cancellable(false)
    public Uni<Redriven> redrive(@RestPath String queue, @Context RoutingContext exchange) {
        var request = RedriveRequest.of(BodyFields.json(exchange), maxMessages);
        var caller = Caller.of(exchange);
        return queues.find(queue).chain(found -> redrive.redrive(found, request, caller));
    }
}
