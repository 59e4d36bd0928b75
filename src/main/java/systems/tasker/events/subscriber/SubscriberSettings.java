package systems.tasker.events.subscriber;

import java.time.Duration;
import java.util.Locale;

import io.quarkus.runtime.configuration.DurationConverter;

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

    static final String DEFAULT_QUEUE_SIZE = "2000";
    static final String DEFAULT_CONCURRENCY = "1";
    static final String DEFAULT_TIMEOUT = "1m";
    static final String DEFAULT_OVERFLOW = "drop-newest";
    static final String DEFAULT_PAUSE_AFTER = "50";

    // Shorter than most outages of what a subscriber calls; the first event after it is a trial, so that an outage
    // costs two a minute.
    static final Duration PAUSE = Duration.ofSeconds(30);

    /** The settings of a subscriber for which nothing is configured. */
    public static final SubscriberSettings DEFAULT = new SubscriberSettings(
            Integer.parseInt(DEFAULT_QUEUE_SIZE),
            Integer.parseInt(DEFAULT_CONCURRENCY),
            DurationConverter.parseDuration(DEFAULT_TIMEOUT),
            Overflow.valueOf(DEFAULT_OVERFLOW.toUpperCase(Locale.ROOT).replace('-', '_')),
            Integer.parseInt(DEFAULT_PAUSE_AFTER),
            PAUSE);

    public SubscriberSettings {
        require(queueSize >= 1, "queue-size must be at least 1");
        require(concurrency >= 1, "concurrency must be at least 1");
        require(isPositive(timeLimit), "timeout must be more than 0");
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
