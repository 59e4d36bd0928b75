package systems.tasker.events.subscriber;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What a subscriber did with its last events; the oldest are forgotten. Thread-safe. */
final class RecentEvents {

    // Some hundred kilobytes per subscriber.
    private static final int MAX_EVENTS = 1_000;

    private final Map<UUID, RecentEvent> events = new LinkedHashMap<>();

    synchronized void add(UUID eventId, EventOutcome outcome, Instant at) {
        events.remove(eventId);
        events.put(eventId, new RecentEvent(outcome.label(), at));
        if (events.size() > MAX_EVENTS) {
            var oldest = events.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    synchronized Optional<RecentEvent> find(UUID eventId) {
        return Optional.ofNullable(events.get(eventId));
    }
}
