package systems.tasker.events.publication.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.queue.QueueName;
import systems.tasker.events.template.EventDeclaration;

/**
 * An event for its queues or, once the database refused it there, for the dead-letter queues of these.
 *
 * @param event the event
 * @param queue its namespace's queue
 * @param fanOut further queues that get a copy
 * @param orderingKey consumers get the events with the same key in order; empty without ordering
 * @param refusal why it goes to the dead letters; empty when it does not
 */
public record DurableEvent(
        DomainEvent event, String queue, List<String> fanOut, Optional<String> orderingKey, Optional<Refusal> refusal) {

    /**
     * The database's refusal of an event.
     *
     * @param detail the database's message
     * @param at the time of the refusal
     */
    public record Refusal(String detail, Instant at) {}

    public DurableEvent {
        fanOut = List.copyOf(fanOut);
    }

    public static DurableEvent of(DomainEvent event, EventDeclaration declaration) {
        return new DurableEvent(
                event,
                QueueName.ofEvents(event.metadata().namespace()),
                declaration.fanOut(),
                declaration.orderingKey().flatMap(key -> key.in(event)),
                Optional.empty());
    }

    /** The queues that it is declared for, its namespace's first. */
    public List<String> queues() {
        if (fanOut.isEmpty()) {
            return List.of(queue);
        }
        var queues = new ArrayList<String>();
        queues.add(queue);
        queues.addAll(fanOut);
        return List.copyOf(queues);
    }

    /** The queues that it is sent to, in the same order. */
    public List<String> destinations() {
        return refusal.isPresent() ? queues().stream().map(this::destination).toList() : queues();
    }

    /** The queue that it is sent to for one of the declared queues: that queue or its dead-letter queue. */
    public String destination(String declared) {
        return refusal.isPresent() ? QueueName.ofDeadLetters(declared) : declared;
    }

    /** The same event as a dead letter. */
    public DurableEvent refused(Refusal why) {
        return new DurableEvent(event, queue, fanOut, orderingKey, Optional.of(why));
    }
}
