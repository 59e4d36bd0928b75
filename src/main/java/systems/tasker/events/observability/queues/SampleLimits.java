package systems.tasker.events.observability.queues;

import java.time.Duration;

/**
 * What one sample of the queues may cost.
 *
 * @param timeout its timeout; after it the figures of the sample before stay
 * @param maxCount messages counted per queue and figure; a count that reaches it is marked as capped
 * @param maxMeters queues that have meters of their own
 */
record SampleLimits(Duration timeout, int maxCount, int maxMeters) {

    // A count of so many takes some milliseconds of the index.
    private static final int MAX_COUNT = 10_000;

    // Five time series each.
    private static final int MAX_METERS = 500;

    // As long as the interval between two samples.
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    static final SampleLimits DEFAULT = new SampleLimits(TIMEOUT, MAX_COUNT, MAX_METERS);
}
