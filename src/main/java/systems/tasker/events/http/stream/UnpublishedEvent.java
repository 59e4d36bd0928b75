package systems.tasker.events.http.stream;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

import systems.tasker.events.publication.PublicationOutcome;
import systems.tasker.events.publication.PublicationOutcome.Reason;
import systems.tasker.events.schema.SchemaViolation;
import systems.tasker.events.step.TaskSequenceStep;

/**
 * A declared event that was not published, with the field names of receipts and events. It has no values of payloads.
 *
 * @param eventName its name; {@code *} for all events of a step whose declarations are unknown
 * @param outcome skipped, rejected, failed or dropped
 * @param reason why
 * @param violations the rules of its schema that its payload breaks
 * @param at when the outcome was reported, after the commit
 * @param metadata whose event it is
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record UnpublishedEvent(
        String eventName,
        String outcome,
        String reason,
        List<SchemaViolation> violations,
        Instant at,
        Metadata metadata) {

    /**
     * The step that declares it.
     *
     * @param taskUuid null when the context of the step is unknown, as are the next ones
     */
    @RegisterForReflection
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Metadata(UUID taskUuid, UUID stepUuid, String stepName, String namespace, String correlationId) {}

    static UnpublishedEvent of(PublicationOutcome outcome, Instant at) {
        var context = outcome.context();
        return new UnpublishedEvent(
                outcome.eventName(),
                outcome.status().label(),
                outcome.reason().map(Reason::label).orElse(null),
                outcome.violations(),
                at,
                new Metadata(
                        context.map(TaskSequenceStep::taskUuid).orElse(null),
                        outcome.stepUuid(),
                        context.map(TaskSequenceStep::stepName).orElse(null),
                        outcome.namespace(),
                        context.map(TaskSequenceStep::correlationId).orElse(null)));
    }
}
