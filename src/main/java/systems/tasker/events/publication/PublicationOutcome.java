package systems.tasker.events.publication;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import systems.tasker.events.event.DeliveryMode;
import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.schema.SchemaViolation;
import systems.tasker.events.template.EventDeclaration;

/**
 * How the journey of one declared event ended.
 *
 * @param eventName the declared name; {@code *} for all events of a step whose declarations nobody knows
 * @param namespace the task's namespace; empty when nobody knows it
 * @param deliveryMode the declared mode; empty when nobody knows it
 * @param status published or not
 * @param reason why not; empty when it was published
 * @param violations the rules of its schema that its payload breaks
 * @param event the event, when it was published
 * @param durable the event on its way to a queue, when it is durable; when it failed, to the dead letters
 */
public record PublicationOutcome(
        String eventName,
        String namespace,
        Optional<DeliveryMode> deliveryMode,
        Status status,
        Optional<Reason> reason,
        List<SchemaViolation> violations,
        Optional<DomainEvent> event,
        Optional<DurableEvent> durable) {

    /** Stands for all events of a step whose declarations nobody knows. */
    static final String ANY_EVENT = "*";

    /** Published, or the way in which it was not. */
    public enum Status {
        PUBLISHED,
        SKIPPED,
        REJECTED,
        FAILED,
        /** It never got as far as its publisher. */
        DROPPED,
        /** Not final: its journey goes on after the result is answered. */
        DEFERRED;

        /** The spelling in receipts and meters. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Why an event was not published. */
    public enum Reason {
        /** Its condition does not hold for the step's outcome. */
        CONDITION,
        /** Its publisher said it is not due. */
        SHOULD_PUBLISH,
        /** Its publisher vetoed it at the last look. */
        BEFORE_PUBLISH,
        /** Nobody knows the context the step ran in. */
        CONTEXT_MISSING,
        /** No loaded template declares the step, and its context does not either. */
        DEFINITION_MISSING,
        /** The step definition inside a context that was claimed earlier breaks the rules. */
        DEFINITION_INVALID,
        /** Its payload breaks its schema. */
        SCHEMA,
        /** Checking its payload against its schema takes more steps than it may. */
        SCHEMA_TOO_COSTLY,
        /** Its publisher threw. */
        PUBLISHER_ERROR,
        /** Its publisher overran its time limit. */
        PUBLISHER_TIMEOUT,
        /** All threads of its publisher are taken, and its queue is full. */
        PUBLISHER_SATURATED,
        /** Its payload or metadata cannot be written, or PostgreSQL cannot store them. */
        PAYLOAD_UNSTORABLE,
        /** Its namespace has no queue: no template of that namespace is loaded. */
        QUEUE_MISSING,
        /** The database refused it, for its own or its queue's sake. */
        SEND_REFUSED,
        /** The database was away when it was its turn; only where a result is answered before its events are published. */
        STORE_UNAVAILABLE,
        /** The queue of events still to be published was full. */
        QUEUE_FULL;

        /** The spelling in receipts and meters. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static PublicationOutcome published(EventDeclaration declaration, DomainEvent event) {
        return new PublicationOutcome(
                declaration.name().value(),
                event.metadata().namespace(),
                Optional.of(declaration.deliveryMode()),
                Status.PUBLISHED,
                Optional.empty(),
                List.of(),
                Optional.of(event),
                declaration.deliveryMode().isDurable()
                        ? Optional.of(DurableEvent.of(event, declaration))
                        : Optional.empty());
    }

    static PublicationOutcome not(Status status, Reason reason, EventDeclaration declaration, String namespace) {
        return new PublicationOutcome(
                declaration.name().value(),
                namespace,
                Optional.of(declaration.deliveryMode()),
                status,
                Optional.of(reason),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    static PublicationOutcome undeclared(Reason reason, String namespace) {
        return new PublicationOutcome(
                ANY_EVENT,
                namespace,
                Optional.empty(),
                Status.SKIPPED,
                Optional.of(reason),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    static PublicationOutcome deferred(EventDeclaration declaration, String namespace) {
        return new PublicationOutcome(
                declaration.name().value(),
                namespace,
                Optional.of(declaration.deliveryMode()),
                Status.DEFERRED,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    PublicationOutcome dropped() {
        return ended(Status.DROPPED, Reason.QUEUE_FULL, Optional.empty());
    }

    PublicationOutcome failed(Reason why) {
        return ended(Status.FAILED, why, Optional.empty());
    }

    /** The same for an event that its queues refused; what they did not take goes to their dead letters. */
    PublicationOutcome refused(DurableEvent.Refusal why) {
        return ended(Status.FAILED, Reason.SEND_REFUSED, durable.flatMap(event -> event.refused(why)));
    }

    private PublicationOutcome ended(Status how, Reason why, Optional<DurableEvent> left) {
        return new PublicationOutcome(
                eventName, namespace, deliveryMode, how, Optional.of(why), List.of(), Optional.empty(), left);
    }

    PublicationOutcome with(List<SchemaViolation> broken) {
        return new PublicationOutcome(eventName, namespace, deliveryMode, status, reason, broken, event, durable);
    }

    boolean isDurable() {
        return durable.isPresent();
    }

    boolean isInProcess() {
        return event.isPresent()
                && deliveryMode.filter(DeliveryMode::isInProcess).isPresent();
    }
}
