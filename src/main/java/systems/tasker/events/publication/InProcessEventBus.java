package systems.tasker.events.publication;

import systems.tasker.events.event.DomainEvent;

/** Delivers events to the subscribers inside this process. */
public interface InProcessEventBus {

    /** Delivers an event to every subscriber whose pattern matches; returns without waiting for them. */
    void publish(DomainEvent event);

    /** The number of events published since the process started. */
    long dispatched();
}
