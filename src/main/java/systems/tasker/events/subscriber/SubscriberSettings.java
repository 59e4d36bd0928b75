package systems.tasker.events.subscriber;

import java.time.Duration;

/**
 * How a subscriber is served.
 *
 * @param queueSize events that may wait for it, at least 1
 * @param concurrency events it is given at the same time, at least 1; 1 keeps their order
 * @param timeLimit time it has for one event, hooks included
 * @param overflow which event is lost when its queue is full
 * @param pauseAfter failures in a row after which it is paused; 0 for never
 * @param pause how long
 */
public record SubscriberSettings(
        int queueSize, int concurrency, Duration timeLimit, Overflow overflow, int pauseAfter, Duration pause) {

    /** What holds where nothing is set, as {@link SubscribersConfig} and the bus's configuration have it. */
    public static final SubscriberSettings DEFAULT =
            new SubscriberSettings(2000, 1, Duration.ofMinutes(1), Overflow.DROP_NEWEST, 50, Duration.ofSeconds(30));

    public SubscriberSettings {
        require(queueSize >= 1, "queue-size must be at least 1");
        require(concurrency >= 1, "concurrency must be at least 1");
        require(isPositive(timeLimit), "time-limit must be more than 0");
        require(pauseAfter >= 0, "pause-after must not be negative");
        require(isPositive(pause), "pause must be more than 0");
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isZero() && !duration.isNegative();
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
