package systems.tasker.events.publication;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.queue.QueueName;
import systems.tasker.events.template.EventDeclaration;

/**
 * An event on its way into its queues or, once they refused it, into those of their dead letters.
 *
 * @param event the event
 * @param queue its namespace's queue
 * @param fanOut further queues that get a copy
 * @param orderingKey what it shares with the events it must stay in order with; empty when there are none
 * @param refusal why it goes to the dead letters; empty as a rule
 */
public record DurableEvent(
        DomainEvent event, String queue, List<String> fanOut, Optional<String> orderingKey, Optional<Refusal> refusal) {

    /**
     * That the database did not take an event.
     *
     * @param detail what the database said
     * @param at when
     */
    public record Refusal(String detail, Instant at) {}

    public DurableEvent {
        fanOut = List.copyOf(fanOut);
    }

    static DurableEvent of(DomainEvent event, EventDeclaration declaration) {
        return new DurableEvent(
                event,
                QueueName.ofEvents(event.metadata().namespace()),
                declaration.fanOut(),
                declaration.orderingKey().flatMap(key -> key.in(event)),
                Optional.empty());
    }

    /** The queues it is meant for, its namespace's first. */
    public Stream<String> queues() {
        return Stream.concat(Stream.of(queue), fanOut.stream());
    }

    /** Where it goes instead of one of those queues: to that queue itself, or to its dead letters. */
    public String destination(String meant) {
        return refusal.isPresent() ? QueueName.ofDeadLetters(meant) : meant;
    }

    /** What is left to do with it after a refusal; nothing when the dead letters refuse it, too. */
    Optional<DurableEvent> refused(Refusal why) {
        return refusal.isPresent()
                ? Optional.empty()
                : Optional.of(new DurableEvent(event, queue, fanOut, orderingKey, Optional.of(why)));
    }
}
