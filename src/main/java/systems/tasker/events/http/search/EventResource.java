package systems.tasker.events.http.search;

import java.util.TreeMap;
import java.util.UUID;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
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

import systems.tasker.events.http.MessageFilter;
import systems.tasker.events.http.QueryParameter;
import systems.tasker.events.json.InputProblem;
import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.postgres.retention.ArchiveRetention;

/** Finds durable events in queues, archives and dead-letter queues. */
@Path("/v1/events")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Events")
class EventResource {

    private static final int PAGE_SIZE = 50;
    // Each event comes with its whole payload.
    private static final int MAX_PAGE_SIZE = 200;

    private final EventSearch search;
    private final String missing;

    @Inject
    EventResource(EventSearch search, ArchiveRetention retention) {
        this.search = search;
        this.missing = "No queue or archive holds this event. Fast events are not kept, and consumers may delete theirs"
                + (retention.all().isEmpty()
                        ? ""
                        : "; archived events are deleted after " + new TreeMap<>(retention.all()));
    }

    @GET
    @Operation(
            operationId = "findEvents",
            summary = "The durable events of a task, in the order of their creation",
            description = "Each with the messages that contain it: queued, in flight, archived or dead-lettered.")
    @APIResponse(
            responseCode = "200",
            description = "A page of events",
            content = @Content(schema = @Schema(implementation = StoredEventPage.class)))
    @APIResponse(responseCode = "422", description = "A parameter is invalid: see `errors`")
    @APIResponse(responseCode = "503", description = "The search took too long, or too many searches are running")
    // PostgreSQL continues the search after the caller disconnects, so it still counts against the limit.
    @Cancellable(false)
    public Uni<StoredEventPage> page(
            @Parameter(description = "The correlation id of the task", required = true) @RestQuery("correlation_id")
                    String correlationId,
            @Parameter(description = "`next` of the previous page") @RestQuery String after,
            @Parameter(description = "Events per page", schema = @Schema(type = SchemaType.INTEGER)) @RestQuery
                    String limit) {
        if (correlationId == null) {
            throw new InvalidInputException(InputProblem.malformed("/correlation_id", "is required"));
        }
        var selection = new MessageFilter().correlationId(QueryParameter.text("correlation_id", correlationId));
        var from = after == null ? "" : QueryParameter.text("after", after);
        var size = (int) QueryParameter.number("limit", limit, PAGE_SIZE, 1, MAX_PAGE_SIZE);
        return search.page(selection, from, size);
    }

    @GET
    @Path("{event_id}")
    @Operation(operationId = "getEvent", summary = "A durable event and the messages that contain it")
    @APIResponse(
            responseCode = "200",
            description = "The event",
            content = @Content(schema = @Schema(implementation = StoredEvent.class)))
    @APIResponse(
            responseCode = "404",
            description = "No queue or archive contains it: it was fast, or a consumer deleted it")
    @APIResponse(responseCode = "503", description = "The search took too long, or too many searches are running")
    @Cancellable(false)
    public Uni<StoredEvent> event(@RestPath("event_id") UUID eventId) {
        return search.page(new MessageFilter().eventId(eventId), "", 1)
                .map(page -> page.events().stream().findFirst().orElseThrow(() -> new NotFoundException(missing)));
    }
}
