package systems.tasker.events.http.deadletters;

import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import io.vertx.mutiny.sqlclient.Pool;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;

import systems.tasker.events.http.Caller;
import systems.tasker.events.http.QueryParameter;
import systems.tasker.events.postgres.pgmq.DatabaseGuard;
import systems.tasker.events.postgres.pgmq.QueuesConfig;
import systems.tasker.events.publication.store.StoreUnavailableException;
import systems.tasker.events.template.TemplateCatalog;

/** Lists the messages in dead-letter queues and discards single ones. */
@Path("/v1/dead-letters/{queue}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Dead letters")
class DeadLetterResource {

    private static final int PAGE_SIZE = 100;
    /** Each dead letter comes with its headers. */
    static final int MAX_PAGE_SIZE = 1_000;

    private final DeadLetterQueues queues;
    private final DeadLetters letters;

    @Inject
    DeadLetterResource(Pool pool, TemplateCatalog templates, QueuesConfig config) {
        var database = new DatabaseGuard(config.timeout(), StoreUnavailableException::new);
        this.queues = new DeadLetterQueues(pool, config);
        this.letters = new DeadLetters(pool, database, templates::shown);
    }

    @GET
    @Operation(
            operationId = "listDeadLetters",
            summary = "The messages in a dead-letter queue, ordered by id",
            description = "Read-only. Messages have to match all given parameters.")
    @APIResponse(
            responseCode = "200",
            description = "A page of messages",
            content = @Content(schema = @Schema(implementation = DeadLetterPage.class)))
    @APIResponse(responseCode = "404", description = "There is no such dead-letter queue")
    @APIResponse(responseCode = "422", description = "A parameter is invalid: see `errors`")
    @APIResponse(responseCode = "503", description = "The database is unavailable; retry after Retry-After")
    public Uni<DeadLetterPage> page(
            @RestPath String queue,
            @Parameter(description = "The event's name") @RestQuery("event_name") String eventName,
            @Parameter(description = "The label of the reason why it is a dead letter") @RestQuery String reason,
            @Parameter(description = "The correlation id of its task") @RestQuery("correlation_id")
                    String correlationId,
            @Parameter(description = "The label of its cause, as `GET /v1/dead-letter-causes` lists it") @RestQuery
                    String cause,
            @Parameter(description = "`next` of the previous page", schema = @Schema(type = SchemaType.INTEGER))
                    @RestQuery
                    String after,
            @Parameter(description = "Messages per page", schema = @Schema(type = SchemaType.INTEGER)) @RestQuery
                    String limit) {
        var filter = new DeadLetterFilter(
                QueryParameter.text("event_name", eventName),
                QueryParameter.text("reason", reason),
                QueryParameter.text("correlation_id", correlationId),
                QueryParameter.text("cause", cause));
        var from = QueryParameter.number("after", after, 0, 0, Long.MAX_VALUE);
        var size = (int) QueryParameter.number("limit", limit, PAGE_SIZE, 1, MAX_PAGE_SIZE);
        return queues.find(queue).chain(found -> letters.page(found, filter.selection(), from, size));
    }

    @GET
    @Path("{msg_id}")
    @Operation(
            operationId = "getDeadLetter",
            summary = "One dead letter with its whole message",
            description = "Fields that a schema marks with `x-sensitive` are masked.")
    @APIResponse(
            responseCode = "200",
            description = "The dead letter",
            content = @Content(schema = @Schema(implementation = DeadLetterMessage.class)))
    @APIResponse(responseCode = "404", description = "There is no such message, or no such queue")
    public Uni<DeadLetterMessage> letter(@RestPath String queue, @RestPath("msg_id") long id) {
        return queues.find(queue)
                .chain(found -> letters.find(found, id))
                .map(letter -> letter.orElseThrow(DeadLetterResource::unknown));
    }

    @DELETE
    @Path("{msg_id}")
    @Cancellable(false)
    @Operation(
            operationId = "discardDeadLetter",
            summary = "Discard a dead letter",
            description = "It is moved to the archive of its dead-letter queue, not deleted.")
    @APIResponse(responseCode = "204", description = "Archived")
    @APIResponse(responseCode = "404", description = "There is no such message, or no such queue")
    public Uni<Void> discard(@RestPath String queue, @RestPath("msg_id") long id, @Context RoutingContext exchange) {
        var caller = Caller.of(exchange);
        return queues.find(queue)
                .chain(found -> letters.discard(found, id).onItemOrFailure().invoke((wasThere, fault) -> {
                    if (fault != null || wasThere) {
                        var selection = "{\"msg_ids\":[" + id + "]}";
                        AuditLog.log(caller, "Discard", found.queue(), selection, fault == null ? 1 : 0, fault);
                    }
                }))
                .invoke(wasThere -> {
                    if (!wasThere) {
                        throw unknown();
                    }
                })
                .replaceWithVoid();
    }

    private static NotFoundException unknown() {
        return new NotFoundException("There is no such message in this queue");
    }
}
