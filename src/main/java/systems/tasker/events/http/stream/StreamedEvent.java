package systems.tasker.events.http.stream;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.event.EventName;

/** An event in the ring: the event itself until the first reader needs its text, then the text alone, for all of them. */
final class StreamedEvent {

    private final long sequence;
    private final long weight;
    private final EventName name;
    private final String namespace;
    private final String correlationId;
    private DomainEvent event;
    private byte[] frame;

    StreamedEvent(long sequence, DomainEvent event, long weight) {
        this.sequence = sequence;
        this.weight = weight;
        this.name = event.eventName();
        this.namespace = event.metadata().namespace();
        this.correlationId = event.metadata().correlationId();
        this.event = event;
    }

    long sequence() {
        return sequence;
    }

    long weight() {
        return weight;
    }

    EventName name() {
        return name;
    }

    String namespace() {
        return namespace;
    }

    String correlationId() {
        return correlationId;
    }

    /** The event as it goes out; written once. Safe to call from any thread; the array is shared, so nobody may change it. */
    synchronized byte[] frame(SseEncoder frames) {
        if (frame == null) {
            frame = frames.event(sequence, event);
            event = null;
        }
        return frame;
    }
}
