package systems.tasker.events.publication;

import systems.tasker.events.event.DomainEvent;

/** Delivers events to the subscribers inside this process. */
public interface InProcessEventBus {

    /**
     * Delivers an event to every subscriber whose pattern matches; returns without waiting for them.
     *
     * @param memory bytes of heap that it retains, about
     */
    void publish(DomainEvent event, long memory);

    /** The number of events published since the process started. */
    long dispatched();
}
