package systems.tasker.events.subscriber;

import java.time.Instant;

/**
 * What a subscriber did with an event.
 *
 * @param outcome handled, skipped or failed
 * @param at when that ended
 */
public record RecentEvent(String outcome, Instant at) {}
