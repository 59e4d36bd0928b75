package systems.tasker.events.http.deadletters;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Limits of one redrive or replay: number of messages, messages per second, time. Not thread-safe: a call sends one batch at a time.
 */
final class ResendBudget {

    // With a rate: smooth enough for consumers, without a statement per message.
    private static final int BATCHES_PER_SECOND = 10;
    private static final long NANOS = Duration.ofSeconds(1).toNanos();

    private final Clock clock;
    private final Instant start;
    private final Instant end;
    private final int rate;
    private final int maxBatch;
    private final int messages;
    private long used;

    /**
     * Creates a budget; its time starts now.
     *
     * @param messages the maximum number of messages
     * @param rate messages per second; zero for no limit
     */
    ResendBudget(Clock clock, DeadLettersConfig.Resend limits, int messages, int rate) {
        this.clock = clock;
        this.start = clock.instant();
        this.end = start.plus(limits.timeout());
        this.rate = rate;
        this.maxBatch =
                rate == 0 ? limits.batchSize() : Math.max(1, Math.min(limits.batchSize(), rate / BATCHES_PER_SECOND));
        this.messages = messages;
    }

    /** The maximum number of messages of the next batch. */
    int batch() {
        return (int) Math.min(maxBatch, messages - used);
    }

    /** The time to wait before the next batch. */
    Duration pause() {
        var pause = Duration.between(clock.instant(), due());
        return pause.isNegative() ? Duration.ZERO : pause;
    }

    /** Whether no further batch may be sent within the limits. */
    boolean isUsedUp() {
        return used >= messages || !due().isBefore(end) || !clock.instant().isBefore(end);
    }

    /** The time from which the rate allows the next batch. */
    private Instant due() {
        return rate == 0 ? start : start.plusNanos(used * NANOS / rate);
    }

    void use(long count) {
        used += count;
    }
}
