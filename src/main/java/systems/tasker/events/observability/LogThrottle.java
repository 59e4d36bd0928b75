package systems.tasker.events.observability;

import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * Limits log lines that may come in bursts: the first one is logged at once, those that follow as one line per interval with their number.
 *
 * <p>An unavailable database fails thousands of calls per second, which would hide other lines. A meter counts each call. Thread-safe.
 */
public final class LogThrottle {

    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LongSupplier nanoTime;
    private long lastLine;
    private int count;

    public LogThrottle() {
        this(System::nanoTime);
    }

    LogThrottle(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lastLine = nanoTime.getAsLong() - QUIET_NANOS;
    }

    /**
     * Counts an occurrence.
     *
     * @param line logs it, unless a line was logged within the interval; gets the number of occurrences since that line, including this one
     */
    public void log(IntConsumer line) {
        var since = next();
        if (since > 0) {
            line.accept(since);
        }
    }

    private synchronized int next() {
        count++;
        var now = nanoTime.getAsLong();
        if (now - lastLine < QUIET_NANOS) {
            return 0;
        }
        var since = count;
        lastLine = now;
        count = 0;
        return since;
    }
}
