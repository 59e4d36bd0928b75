package systems.tasker.events.http.simulation;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps a simulation to a share of one processor, so that accepting results has the rest: after each stretch of work it pauses for a
 * multiple of that time. Used by one thread.
 */
final class Pace {

    // A twentieth of the two processors that an instance has at least.
    private static final int PAUSES_PER_WORK = 9;
    // Shorter pauses cost more switches of threads than they give.
    private static final long MIN_WORK = Duration.ofMillis(2).toNanos();

    private long workSince = System.nanoTime();

    /** To be called between two results. */
    void pause() {
        var worked = System.nanoTime() - workSince;
        if (worked < MIN_WORK) {
            return;
        }
        // A page of the database counts as work; a slow database must not stop the simulation for minutes.
        LockSupport.parkNanos(Math.min(worked * PAUSES_PER_WORK, TimeUnit.SECONDS.toNanos(1)));
        workSince = System.nanoTime();
    }
}
