package systems.tasker.events.bus;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The time limit of one worker's calls, one after the other, at the price of no clock: only {@link #look} reads one, every now and then.
 *
 * <p>A call has a number while it is under way. Whoever changes that first decides how it ends: {@link #leave}, on time, or {@code look}, too
 * late. So an interrupt never hits the call after the one it is meant for.
 */
final class Deadline {

    private static final long NONE = 0;
    private static final long EXPIRING = -1;
    private static final long EXPIRED = -2;

    private final long limit;
    private final AtomicLong current = new AtomicLong(NONE);
    // Of the worker alone, until it is published by "current".
    private long calls;
    private Runnable end;
    // Of the one that looks alone.
    private long seen = NONE;
    private long seenAt;

    Deadline(Duration limit) {
        this.limit = limit.toNanos();
    }

    /** A call begins. @param end what ends it early; called by the one that looks, at most once */
    void enter(Runnable end) {
        this.end = end;
        current.setRelease(++calls);
    }

    /** The call is over. @return false when it took too long; then its end has been asked for */
    boolean leave() {
        if (current.compareAndSet(calls, NONE)) {
            return true;
        }
        while (current.get() != EXPIRED) {
            Thread.onSpinWait();
        }
        current.set(NONE);
        return false;
    }

    /** Ends the call under way if it is the one that was under way a limit ago. */
    void look(long nanos) {
        var call = current.get();
        if (call <= NONE) {
            return;
        }
        if (call != seen) {
            seen = call;
            seenAt = nanos;
        } else if (nanos - seenAt >= limit && current.compareAndSet(call, EXPIRING)) {
            try {
                end.run();
            } finally {
                current.set(EXPIRED);
            }
        }
    }
}
