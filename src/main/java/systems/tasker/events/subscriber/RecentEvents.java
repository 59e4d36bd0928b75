package systems.tasker.events.subscriber;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What a subscriber did with its last events; the oldest are forgotten. Thread-safe.
 *
 * <p>A ring, because adding is done for every event and finding only for the timeline of a task.
 */
final class RecentEvents {

    // Some ten kilobytes per subscriber.
    private static final int MAX_EVENTS = 1_024;

    /** @param atMillis when it ended, in milliseconds since the epoch */
    private record Ended(UUID eventId, EventOutcome outcome, long atMillis) {}

    private final AtomicReferenceArray<Ended> ring = new AtomicReferenceArray<>(MAX_EVENTS);
    private final AtomicLong added = new AtomicLong();

    void add(UUID eventId, EventOutcome outcome, long atMillis) {
        ring.setRelease(slot(added.getAndIncrement()), new Ended(eventId, outcome, atMillis));
    }

    /** The last outcome of an event. */
    Optional<RecentEvent> find(UUID eventId) {
        var newest = added.get() - 1;
        for (var number = newest; number > newest - MAX_EVENTS && number >= 0; number--) {
            var ended = ring.getAcquire(slot(number));
            if (ended != null && ended.eventId().equals(eventId)) {
                return Optional.of(new RecentEvent(ended.outcome().label(), Instant.ofEpochMilli(ended.atMillis())));
            }
        }
        return Optional.empty();
    }

    private static int slot(long number) {
        return (int) (number % MAX_EVENTS);
    }
}
