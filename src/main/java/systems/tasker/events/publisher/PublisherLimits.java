package systems.tasker.events.publisher;

import java.time.Duration;

/**
 * What a custom publisher may cost.
 *
 * @param timeout of one event
 * @param threads that run it
 * @param queueSize events that may wait for a thread
 */
record PublisherLimits(Duration timeout, int threads, int queueSize) {

    /** Events that may wait for a thread: what a full intake needs for a second or two. One more fails at once. */
    static final int QUEUE_SIZE = 1_000;

    static PublisherLimits of(PublisherConfig config) {
        return new PublisherLimits(config.timeout(), config.threads(), QUEUE_SIZE);
    }
}
