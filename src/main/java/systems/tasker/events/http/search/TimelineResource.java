package systems.tasker.events.http.search;

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
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;

import systems.tasker.events.http.MessageFilter;
import systems.tasker.events.http.QueryParameter;
import systems.tasker.events.json.InputProblem;
import systems.tasker.events.json.InvalidInputException;

/** Tells what happened to a task. */
@Path("/v1/timeline")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Events")
class TimelineResource {

    private final TimelineSearch search;

    @Inject
    TimelineResource(TimelineSearch search) {
        this.search = search;
    }

    @GET
    @Operation(
            operationId = "getTimeline",
            summary = "What happened to a task: its steps, their results, and every declared event",
            description =
                    "The task is found by its correlation id or its id, by one of its steps or events, or by a message of a queue."
                            + " Each step has its receipts, one per attempt, which say of every declared event whether it was"
                            + " published and why not; where its messages are now; and which subscribers of this instance handled"
                            + " its events lately. At most 100 steps and 200 events.")
    @APIResponse(
            responseCode = "200",
            description = "The timeline",
            content = @Content(schema = @Schema(implementation = Timeline.class)))
    @APIResponse(responseCode = "400", description = "Not exactly one of the keys, or a malformed one: see `errors`")
    @APIResponse(responseCode = "404", description = "Neither a receipt nor a message is known")
    @APIResponse(responseCode = "503", description = "The search took too long, or too many searches are running")
    // PostgreSQL continues the search after the caller disconnects, so it still counts against the limit.
    @Cancellable(false)
    public Uni<Timeline> timeline(
            @Parameter(description = "The correlation id of the task") @RestQuery("correlation_id")
                    String correlationId,
            @Parameter(description = "The task", schema = @Schema(type = SchemaType.STRING, format = "uuid"))
                    @RestQuery("task_uuid")
                    String taskUuid,
            @Parameter(description = "One of its steps", schema = @Schema(type = SchemaType.STRING, format = "uuid"))
                    @RestQuery("step_uuid")
                    String stepUuid,
            @Parameter(description = "One of its events", schema = @Schema(type = SchemaType.STRING, format = "uuid"))
                    @RestQuery("event_id")
                    String eventId,
            @Parameter(description = "The queue of `msg_id`") @RestQuery String queue,
            @Parameter(
                            description = "A message of `queue`, or of its archive",
                            schema = @Schema(type = SchemaType.INTEGER, format = "int64"))
                    @RestQuery("msg_id")
                    String msgId) {
        var keys = new String[] {correlationId, taskUuid, stepUuid, eventId, msgId};
        var given = 0;
        for (var key : keys) {
            given += key == null ? 0 : 1;
        }
        if (given != 1 || (queue == null) != (msgId == null)) {
            throw new InvalidInputException(InputProblem.malformed(
                    "", "needs one of correlation_id, task_uuid, step_uuid, event_id, or queue with msg_id"));
        }
        Uni<Timeline> found;
        if (correlationId != null) {
            found = search.ofTask(
                    new MessageFilter().correlationId(QueryParameter.text("correlation_id", correlationId)));
        } else if (taskUuid != null) {
            found = search.ofTask(new MessageFilter().taskUuid(uuid("task_uuid", taskUuid)));
        } else if (stepUuid != null) {
            found = search.ofStep(uuid("step_uuid", stepUuid));
        } else if (eventId != null) {
            found = search.ofEvent(uuid("event_id", eventId));
        } else {
            found = search.ofMessage(
                    QueryParameter.text("queue", queue), QueryParameter.number("msg_id", msgId, 0, 0, Long.MAX_VALUE));
        }
        return found.invoke(timeline -> {
            if (timeline.steps().isEmpty()) {
                throw new NotFoundException("No receipt and no message is known. Receipts are deleted after"
                        + " tasker.ledger.retention, and consumers may delete messages");
            }
        });
    }

    private static UUID uuid(String name, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notAnId) {
            throw new InvalidInputException(InputProblem.malformed("/" + name, "must be a UUID"));
        }
    }
}
