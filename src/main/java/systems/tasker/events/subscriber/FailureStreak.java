package systems.tasker.events.subscriber;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/** Decides when a subscriber that keeps failing is paused, and when it gets a trial event; thread-safe. */
final class FailureStreak {

    private final int pauseAfter;
    private final Duration pause;
    private final LongSupplier nanoTime;
    private final AtomicInteger consecutive = new AtomicInteger();
    private final AtomicReference<Long> pausedSince = new AtomicReference<>();

    FailureStreak(int pauseAfter, Duration pause, LongSupplier nanoTime) {
        this.pauseAfter = pauseAfter;
        this.pause = pause;
        this.nanoTime = nanoTime;
    }

    /** Whether the pause lasts; costs one read of memory as long as there is none. */
    boolean isPaused() {
        var since = pausedSince.get();
        if (since == null) {
            return false;
        }
        if (nanoTime.getAsLong() - since < pause.toNanos()) {
            return true;
        }
        pausedSince.compareAndSet(since, null);
        return false;
    }

    void success() {
        if (consecutive.get() != 0) {
            consecutive.set(0);
        }
    }

    /** Notes a failure; true when it is the one that starts a pause. After a pause that takes but one. */
    boolean failure() {
        var failures = consecutive.incrementAndGet();
        return pauseAfter > 0 && failures >= pauseAfter && pausedSince.compareAndSet(null, nanoTime.getAsLong());
    }

    int consecutive() {
        return consecutive.get();
    }
}
