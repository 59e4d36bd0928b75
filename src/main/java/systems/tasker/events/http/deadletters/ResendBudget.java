package systems.tasker.events.http.deadletters;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Limits of one redrive or replay: number of messages, messages per second, time. Not thread-safe: a call sends one batch at a time.
 */
final class ResendBudget {

    // With a rate: smooth enough for consumers, without a statement per message.
    private static final int BATCHES_PER_SECOND = 10;
    private static final long NANOS = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanoTime;
    private final long start;
    private final long timeout;
    private final int rate;
    private final int maxBatch;
    private final int messages;
    private long used;

    /**
     * Creates a budget; its time starts now.
     *
     * @param timeout the time of the whole call
     * @param batchSize the maximum number of messages of a batch
     * @param messages the maximum number of messages
     * @param rate messages per second; zero for no limit
     */
    ResendBudget(LongSupplier nanoTime, Duration timeout, int batchSize, int messages, int rate) {
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.timeout = timeout.toNanos();
        this.rate = rate;
        this.maxBatch = rate == 0 ? batchSize : Math.max(1, Math.min(batchSize, rate / BATCHES_PER_SECOND));
        this.messages = messages;
    }

    /** The maximum number of messages of the next batch. */
    int batch() {
        return (int) Math.min(maxBatch, messages - used);
    }

    /** The time to wait before the next batch. */
    Duration pause() {
        return Duration.ofNanos(Math.max(0, due() - elapsed()));
    }

    /** Whether no further batch may be sent within the limits. */
    boolean isUsedUp() {
        return used >= messages || due() >= timeout || elapsed() >= timeout;
    }

    /** The time since the start from which the rate allows the next batch, in nanoseconds. */
    private long due() {
        return rate == 0 ? 0 : used * NANOS / rate;
    }

    private long elapsed() {
        return nanoTime.getAsLong() - start;
    }

    void use(long count) {
        used += count;
    }
}
