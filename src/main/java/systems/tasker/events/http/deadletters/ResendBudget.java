package systems.tasker.events.http.deadletters;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * What one call may still send: so many messages, so many of them a second, until so late. For one call, which sends one batch at a time.
 */
final class ResendBudget {

    // With a rate, so many batches a second: even to the eye, and no statement for every single message.
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
     * Creates one; its time starts now.
     *
     * @param messages how many at all
     * @param rate how many a second; zero for as many as there can be
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

    /** How many messages the next batch may have. */
    int batch() {
        return (int) Math.min(maxBatch, messages - used);
    }

    /** How long to wait before the next batch. */
    Duration pause() {
        var pause = Duration.between(clock.instant(), due());
        return pause.isNegative() ? Duration.ZERO : pause;
    }

    /** Whether nothing more may be sent, or not before the time is over. */
    boolean isUsedUp() {
        return used >= messages || !due().isBefore(end) || !clock.instant().isBefore(end);
    }

    /** When the rate allows the next batch. */
    private Instant due() {
        return rate == 0 ? start : start.plusNanos(used * NANOS / rate);
    }

    void use(long count) {
        used += count;
    }
}
