package systems.tasker.events.publication.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

import systems.tasker.events.schema.SchemaViolation;

/**
 * The receipt of an accepted step result; its sender gets it as the answer, and again when it asks later.
 *
 * @param stepUuid the step
 * @param attempt the attempt; null when it is unknown
 * @param outcome how the attempt ended: success, retryable_failure or permanent_failure
 * @param notification the message to orchestration
 * @param events every declared event, in the order of declaration
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record PublicationReceipt(
        UUID stepUuid, Integer attempt, String outcome, Notification notification, List<EventReceipt> events) {

    public PublicationReceipt {
        events = List.copyOf(events);
    }

    /** The message to orchestration. */
    @RegisterForReflection
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Notification(String queue, Long msgId) {}

    /**
     * The outcome of one declared event.
     *
     * @param eventName its name; {@code *} for all events of a step whose declarations are unknown
     * @param outcome published, skipped, rejected or failed
     * @param reason why it was not published
     * @param violations the rules of its schema that its payload breaks
     * @param problems what is wrong with the definition inside the step's context
     * @param eventId the event's id
     * @param deliveryMode durable, fast or broadcast
     * @param queue the queue of a durable event; the dead-letter queue when the database refused it
     * @param msgId its message id there
     */
    @RegisterForReflection
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record EventReceipt(
            String eventName,
            String outcome,
            String reason,
            List<SchemaViolation> violations,
            List<DefinitionProblem> problems,
            UUID eventId,
            String deliveryMode,
            String queue,
            Long msgId) {

        public EventReceipt {
            // Empty lists are omitted from the JSON, so the field is missing when a receipt is read.
            violations = violations == null ? List.of() : List.copyOf(violations);
            problems = problems == null ? List.of() : List.copyOf(problems);
        }

        private EventReceipt withMsgId(Long id) {
            return new EventReceipt(eventName, outcome, reason, violations, problems, eventId, deliveryMode, queue, id);
        }
    }

    /**
     * A problem of a step definition inside a context.
     *
     * @param pointer JSON pointer into the submitted result or, for a claimed context, into the claim
     * @param detail what is wrong there, without the value itself
     */
    @RegisterForReflection
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record DefinitionProblem(String pointer, String detail) {}

    /** The ids of the events that are in a queue, in the order of declaration. */
    public List<UUID> queuedEventIds() {
        var ids = new ArrayList<UUID>();
        for (var event : events) {
            if (event.queue() != null) {
                ids.add(event.eventId());
            }
        }
        return ids;
    }

    /** The same receipt with the message ids that the commit gave, those of the events by event id. */
    public PublicationReceipt withMsgIds(long notificationMsgId, Map<UUID, Long> eventMsgIds) {
        var sent = new ArrayList<EventReceipt>();
        for (var event : events) {
            sent.add(event.queue() == null ? event : event.withMsgId(eventMsgIds.get(event.eventId())));
        }
        return new PublicationReceipt(
                stepUuid, attempt, outcome, new Notification(notification.queue(), notificationMsgId), sent);
    }

    /** The problem text for another result of the same attempt. */
    public String conflictDetail() {
        return "Another result of step " + stepUuid + " was accepted for attempt " + attempt + " before; it stands.";
    }
}
