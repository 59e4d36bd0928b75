package systems.tasker.events.bus;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The timeout of one worker's consecutive calls. Only {@link #poll} reads a clock, periodically, so that a call costs none.
 *
 * <p>A call has a number while it is in flight. The first to change it decides how it ends: {@link #leave}, in time, or
 * {@code poll}, at the timeout. So an interrupt never hits the following call.
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
    // Used by the polling thread only.
    private long seen = NONE;
    private long seenAt;

    Deadline(Duration limit) {
        this.limit = limit.toNanos();
    }

    /**
     * A call begins.
     *
     * @param end what ends it at the timeout; called by the polling thread, at most once
     */
    void enter(Runnable end) {
        this.end = end;
        current.setRelease(++calls);
    }

    /**
     * The call is over.
     *
     * @return false when it timed out; its end has then been requested
     */
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

    /** Ends the call in flight if it is the one that was in flight a limit ago. */
    void poll(long nanos) {
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
