package systems.tasker.events.subscriber;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Decides when a subscriber that keeps failing is paused, and when it gets a trial event; thread-safe. */
final class FailureStreak {

    private static final long NOT_PAUSED = 0;

    private final int pauseAfter;
    private final Duration pause;
    private final Clock clock;
    private final AtomicInteger consecutive = new AtomicInteger();
    private final AtomicLong pausedUntil = new AtomicLong(NOT_PAUSED);

    FailureStreak(int pauseAfter, Duration pause, Clock clock) {
        this.pauseAfter = pauseAfter;
        this.pause = pause;
        this.clock = clock;
    }

    /** Whether the pause lasts; costs one read of memory as long as there is none. */
    boolean isPaused() {
        var until = pausedUntil.get();
        if (until == NOT_PAUSED) {
            return false;
        }
        if (clock.millis() < until) {
            return true;
        }
        pausedUntil.compareAndSet(until, NOT_PAUSED);
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
        return pauseAfter > 0
                && failures >= pauseAfter
                && pausedUntil.compareAndSet(
                        NOT_PAUSED, clock.instant().plus(pause).toEpochMilli());
    }

    int consecutive() {
        return consecutive.get();
    }
}
