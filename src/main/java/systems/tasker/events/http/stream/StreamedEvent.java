package systems.tasker.events.http.stream;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.event.EventName;

/** An event in the ring: the event until the first reader needs its text, then only the text, shared by all readers. */
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

    /** The serialized event, written once. Thread-safe; the array is shared and must not be changed. */
    synchronized byte[] frame(SseEncoder frames) {
        if (frame == null) {
            frame = frames.event(sequence, event);
            event = null;
        }
        return frame;
    }
}
