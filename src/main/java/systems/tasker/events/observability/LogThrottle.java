package systems.tasker.events.observability;

import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * Logs what may come in bursts: the first at once, those that follow it in one line now and then, with their number.
 *
 * <p>A database that is away fails thousands of calls a second; the line that matters must not drown in them. Each is still counted by a meter.
 * Safe to use from any thread.
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

    /** Counts one more. @param line logs it, unless there was a line a moment ago; told how many there were since that, this one included */
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
