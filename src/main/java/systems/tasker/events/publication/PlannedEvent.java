package systems.tasker.events.publication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;

import systems.tasker.events.event.DeliveryMode;
import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.json.TreeCopy;
import systems.tasker.events.publication.PublicationOutcome.Reason;
import systems.tasker.events.publication.PublicationOutcome.Status;
import systems.tasker.events.publication.store.DurableEvent;
import systems.tasker.events.publication.store.PublicationReceipt.DefinitionProblem;
import systems.tasker.events.publication.store.PublicationReceipt.EventReceipt;
import systems.tasker.events.publisher.RegisteredPublisher;
import systems.tasker.events.schema.SchemaViolation;
import systems.tasker.events.template.EventDeclaration;

/**
 * What is to become of one declared event; the plan of a result is committed first and reported as {@link PublicationOutcome} afterwards.
 */
sealed interface PlannedEvent {

    /** What is declared; empty where it stands for all events of a step whose declarations are unknown. */
    Optional<EventDeclaration> declaration();

    Status status();

    /** Why it is not published; empty when it is, or while that is open. */
    default Optional<Reason> reason() {
        return Optional.empty();
    }

    default List<SchemaViolation> violations() {
        return List.of();
    }

    /** What is wrong with the definition that was to declare it. */
    default List<DefinitionProblem> problems() {
        return List.of();
    }

    /** The event to publish; empty when it is not published. */
    default Optional<DomainEvent> event() {
        return Optional.empty();
    }

    /** The payload that its publisher made of it, as far as it did. */
    default Optional<JsonNode> payload() {
        return durable().map(DurableEvent::event).or(this::event).map(DomainEvent::businessPayload);
    }

    /** Characters of its payload, as PostgreSQL writes them; zero where it has none, or that is the result. */
    default long payloadSize() {
        return 0;
    }

    /** What goes to a queue: the event of a durable delivery mode, or its dead letter. */
    default Optional<DurableEvent> durable() {
        return Optional.empty();
    }

    /** One event whose declaration is known. */
    sealed interface Declared extends PlannedEvent {

        EventDeclaration declared();

        @Override
        default Optional<EventDeclaration> declaration() {
            return Optional.of(declared());
        }
    }

    /**
     * It is published.
     *
     * @param publisher the publisher that made its payload
     * @param made the event
     * @param queued the same event with its queues; empty when its delivery mode is in-process only
     * @param payloadSize characters of its payload where that is not the result
     * @param payloadMemory bytes of heap of its payload where that is not the result
     */
    record Due(
            EventDeclaration declared,
            RegisteredPublisher publisher,
            DomainEvent made,
            Optional<DurableEvent> queued,
            long payloadSize,
            long payloadMemory)
            implements Declared {

        /**
         * An event that is due.
         *
         * @param queued the same event as its queues get it
         * @param payload its payload, of size zero where that is the result
         */
        static Due of(
                EventDeclaration declaration,
                RegisteredPublisher publisher,
                DomainEvent event,
                DomainEvent queued,
                TreeCopy payload) {
            var durable = declaration.deliveryMode().isDurable()
                    ? Optional.of(DurableEvent.of(queued, declaration))
                    : Optional.<DurableEvent>empty();
            return new Due(declaration, publisher, event, durable, payload.size(), payload.memory());
        }

        @Override
        public Status status() {
            return Status.PUBLISHED;
        }

        @Override
        public Optional<DomainEvent> event() {
            return Optional.of(made);
        }

        @Override
        public Optional<DurableEvent> durable() {
            return queued;
        }
    }

    /** The database refused it; it goes to the dead letters. */
    record Refused(EventDeclaration declared, DurableEvent deadLetter, long payloadSize) implements Declared {

        @Override
        public Status status() {
            return Status.FAILED;
        }

        @Override
        public Optional<Reason> reason() {
            return Optional.of(Reason.SEND_REFUSED);
        }

        @Override
        public Optional<DurableEvent> durable() {
            return Optional.of(deadLetter);
        }
    }

    /**
     * It is not published.
     *
     * @param payload the payload that its publisher made; empty when it made none, or one that JSON cannot express
     */
    record NotDue(
            EventDeclaration declared,
            Status status,
            Reason why,
            List<SchemaViolation> violations,
            Optional<JsonNode> payload)
            implements Declared {

        NotDue(EventDeclaration declared, Status status, Reason why) {
            this(declared, status, why, Optional.empty());
        }

        NotDue(EventDeclaration declared, Status status, Reason why, Optional<JsonNode> payload) {
            this(declared, status, why, List.of(), payload);
        }

        @Override
        public Optional<Reason> reason() {
            return Optional.of(why);
        }
    }

    /** Stands for all events of a step whose declarations are unknown. */
    record Undeclared(Reason why, List<DefinitionProblem> problems) implements PlannedEvent {

        @Override
        public Optional<EventDeclaration> declaration() {
            return Optional.empty();
        }

        @Override
        public Status status() {
            return Status.SKIPPED;
        }

        @Override
        public Optional<Reason> reason() {
            return Optional.of(why);
        }
    }

    /** It is planned after the result is answered. */
    record Deferred(EventDeclaration declared) implements Declared {

        @Override
        public Status status() {
            return Status.DEFERRED;
        }
    }

    /** The events of a plan that go to queues. */
    static List<DurableEvent> durable(List<PlannedEvent> plan) {
        var durable = new ArrayList<DurableEvent>();
        for (var planned : plan) {
            planned.durable().ifPresent(durable::add);
        }
        return durable;
    }

    default String eventName() {
        return declaration().map(declared -> declared.name().value()).orElse(PublicationOutcome.ANY_EVENT);
    }

    default Optional<DeliveryMode> deliveryMode() {
        return declaration().map(EventDeclaration::deliveryMode);
    }

    /** Its line of the receipt, still without message id. */
    default EventReceipt receipt() {
        return new EventReceipt(
                eventName(),
                status().label(),
                reason().map(Reason::label).orElse(null),
                violations(),
                problems(),
                eventId(),
                deliveryMode().map(DeliveryMode::label).orElse(null),
                durable().map(durable -> durable.destination(durable.queue())).orElse(null),
                null);
    }

    private UUID eventId() {
        return durable()
                .map(DurableEvent::event)
                .or(this::event)
                .map(DomainEvent::eventId)
                .orElse(null);
    }

    /** What is reported of it once it is committed. */
    default PublicationOutcome outcome(StepRun run) {
        return new PublicationOutcome(
                eventName(),
                run.namespace(),
                run.result().stepUuid(),
                run.context(),
                deliveryMode(),
                status(),
                reason(),
                violations(),
                event(),
                durable().map(DurableEvent::destinations).orElse(List.of()));
    }
}
