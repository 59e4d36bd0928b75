package systems.tasker.events.http.deadletters;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

import systems.tasker.events.postgres.pgmq.DatabaseGuard;
import systems.tasker.events.postgres.pgmq.QueuesConfig;
import systems.tasker.events.publication.store.StoreUnavailableException;

/** Groups dead letters by cause. */
@Path("/v1/dead-letter-causes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Dead letters")
class CauseResource {

    private final DeadLetterQueues queues;
    private final CauseCounter causes;

    @Inject
    CauseResource(Pool pool, QueuesConfig config) {
        var database = new DatabaseGuard(config.timeout(), StoreUnavailableException::new);
        this.queues = new DeadLetterQueues(pool, config);
        this.causes = new CauseCounter(pool, database);
    }

    @GET
    @Operation(
            operationId = "listDeadLetterCauses",
            summary = "The dead letters of all queues, grouped by cause",
            description =
                    "A cause is the reason and the first error, without ids, quoted texts and numbers. Filters accept its label.")
    @APIResponse(
            responseCode = "200",
            description = "The causes, that with the most dead letters first",
            content = @Content(schema = @Schema(implementation = DeadLetterCauses.class)))
    @APIResponse(responseCode = "404", description = "There is no such dead-letter queue")
    @APIResponse(responseCode = "503", description = "The database is unavailable; retry after Retry-After")
    public Uni<DeadLetterCauses> causes(
            @Parameter(description = "Only this dead-letter queue") @RestQuery String queue) {
        return queue == null ? causes.all() : queues.find(queue).chain(causes::of);
    }
}
