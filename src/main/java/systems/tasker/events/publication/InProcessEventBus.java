package systems.tasker.events.publication;

import systems.tasker.events.event.DomainEvent;

/** Hands events to the subscribers inside this process. */
public interface InProcessEventBus {

    /** Hands an event to every subscriber that wants it; returns at once, whatever they do. */
    void publish(DomainEvent event);

    /** How many events were published since the process started. */
    long dispatched();
}
