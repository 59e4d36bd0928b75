package systems.tasker.events.http.stream;

import java.util.Optional;
import java.util.function.Function;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.event.EventName;

/** An event in the ring: the event until the first reader needs its text, then only the text, shared by all readers. */
final class StreamedEvent {

    private final long sequence;
    private final long weight;
    private final Traits traits;
    private Function<SseEncoder, byte[]> encoding;
    private byte[] frame;

    /**
     * What filters read.
     *
     * @param outcome the label of how its journey ended
     * @param name empty where it stands for all events of a step whose declarations are unknown
     * @param correlationId null when the context of the step is unknown
     */
    record Traits(String outcome, Optional<EventName> name, String namespace, String correlationId) {}

    private StreamedEvent(long sequence, long weight, Traits traits, Function<SseEncoder, byte[]> encoding) {
        this.sequence = sequence;
        this.weight = weight;
        this.traits = traits;
        this.encoding = encoding;
    }

    static StreamedEvent of(long sequence, DomainEvent event, long weight) {
        var metadata = event.metadata();
        return new StreamedEvent(
                sequence,
                weight,
                new Traits(
                        EventFilter.PUBLISHED,
                        Optional.of(event.eventName()),
                        metadata.namespace(),
                        metadata.correlationId()),
                encoder -> encoder.event(sequence, event));
    }

    static StreamedEvent of(long sequence, UnpublishedEvent event, long weight) {
        var metadata = event.metadata();
        return new StreamedEvent(
                sequence,
                weight,
                new Traits(
                        event.outcome(),
                        Optional.of(event.eventName())
                                .filter(EventName::isLegal)
                                .map(EventName::new),
                        metadata.namespace(),
                        metadata.correlationId()),
                encoder -> encoder.unpublished(sequence, event));
    }

    long sequence() {
        return sequence;
    }

    long weight() {
        return weight;
    }

    Traits traits() {
        return traits;
    }

    /** The serialized event, written once. Thread-safe; the array is shared and must not be changed. */
    synchronized byte[] frame(SseEncoder encoder) {
        if (frame == null) {
            frame = encoding.apply(encoder);
            encoding = null;
        }
        return frame;
    }
}
