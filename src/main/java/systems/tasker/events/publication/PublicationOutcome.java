package systems.tasker.events.publication;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import systems.tasker.events.event.DeliveryMode;
import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.schema.SchemaViolation;
import systems.tasker.events.step.TaskSequenceStep;

/**
 * How the journey of one declared event ended; made once the result is committed.
 *
 * @param eventName the declared name; {@code *} for all events of a step whose declarations are unknown
 * @param namespace the task's namespace; empty when it is unknown
 * @param stepUuid the step that declares it
 * @param context the context that the step ran in; empty when it is unknown
 * @param deliveryMode the declared mode; empty when it is unknown
 * @param status published or not
 * @param reason why not; empty when it was published
 * @param violations the rules of its schema that its payload breaks
 * @param event the event, when it was published
 * @param queues the queues that hold it, its namespace's first; those of the dead letters when its own ones refused it
 */
public record PublicationOutcome(
        String eventName,
        String namespace,
        UUID stepUuid,
        Optional<TaskSequenceStep> context,
        Optional<DeliveryMode> deliveryMode,
        Status status,
        Optional<Reason> reason,
        List<SchemaViolation> violations,
        Optional<DomainEvent> event,
        List<String> queues) {

    /** Stands for all events of a step whose declarations are unknown. */
    static final String ANY_EVENT = "*";

    /** Published, or in which way it was not. */
    public enum Status {
        PUBLISHED,
        SKIPPED,
        REJECTED,
        FAILED,
        /** It was never evaluated: the queue of results to publish was full. */
        DROPPED,
        /** Evaluated after the result is answered; in receipts only, never reported to a listener. */
        DEFERRED;

        private final String label = name().toLowerCase(Locale.ROOT);

        /** The spelling in receipts and meters. */
        public String label() {
            return label;
        }
    }

    /** Why an event was not published. */
    public enum Reason {
        /** Its condition does not hold for the step's outcome. */
        CONDITION,
        /** Its publisher's {@code shouldPublish} returned false. */
        SHOULD_PUBLISH,
        /** Its publisher's {@code beforePublish} vetoed it. */
        BEFORE_PUBLISH,
        /** The context that the step ran in is unknown. */
        CONTEXT_MISSING,
        /** No loaded template declares the step, and its context does not either. */
        DEFINITION_MISSING,
        /** The step definition inside the context is invalid. */
        DEFINITION_INVALID,
        /** Its payload breaks its schema. */
        SCHEMA,
        /** Checking its payload against its schema takes more steps than it may. */
        SCHEMA_TOO_COSTLY,
        /** Its publisher threw. */
        PUBLISHER_ERROR,
        /** Its publisher overran its time limit. */
        PUBLISHER_TIMEOUT,
        /** All threads of its publisher are busy and its queue is full, or payloads take as much memory as they may. */
        PUBLISHER_SATURATED,
        /** Its payload or metadata hold what JSON cannot express or PostgreSQL cannot store. */
        PAYLOAD_UNSTORABLE,
        /** Its namespace has no queue: no template of that namespace is loaded. */
        QUEUE_MISSING,
        /** The database refused it: its content, or its queue is missing. */
        SEND_REFUSED,
        /** The database was unavailable; only in the mode {@code fire-and-forget}. */
        STORE_UNAVAILABLE,
        /** The queue of the mode {@code fire-and-forget} was full. */
        QUEUE_FULL;

        private final String label = name().toLowerCase(Locale.ROOT);

        /** The spelling in receipts and meters. */
        public String label() {
            return label;
        }
    }
}
