package systems.tasker.events.observability;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Whether a channel moves the messages that wait for it. The channel reports what it sees; without progress for the patience while
 * messages wait, the channel is stuck. The time is that of the monotonic clock. Thread-safe.
 */
public final class ChannelProgress {

    private final String name;
    private final Duration patience;
    private final LongSupplier nanoTime;
    private long movedAt;
    private long waitingSince;
    private long waitingUntil;
    private boolean expires;
    private String waiting;
    private boolean isReported;

    ChannelProgress(String name, Duration patience, LongSupplier nanoTime) {
        this.name = name;
        this.patience = patience;
        this.nanoTime = nanoTime;
        this.movedAt = nanoTime.getAsLong();
    }

    String name() {
        return name;
    }

    /** Messages were taken, or what was sent is acknowledged. */
    public synchronized void moved() {
        movedAt = nanoTime.getAsLong();
    }

    /** Whether nothing has moved for the patience, so that it is worth finding out whether messages wait. */
    public synchronized boolean isQuiet() {
        return nanoTime.getAsLong() - movedAt >= patience.toNanos();
    }

    /** No message waits, or the channel is right not to take any, such as under back-pressure. */
    public synchronized void nothingWaits() {
        waiting = null;
    }

    /**
     * Messages wait and may be moved.
     *
     * @param what what is wrong if that lasts, for people
     */
    public synchronized void waits(String what) {
        var now = nanoTime.getAsLong();
        if (waiting == null) {
            waitingSince = now;
        }
        waiting = what;
        expires = false;
    }

    /** The same for what is not seen to end: without another report it is taken to have ended after a time. */
    synchronized void waits(String what, Duration atMost) {
        waits(what);
        waitingUntil = nanoTime.getAsLong() + atMost.toNanos();
        expires = true;
    }

    /** What is wrong; empty while the channel is not stuck. */
    synchronized Optional<String> stuck() {
        var now = nanoTime.getAsLong();
        if (waiting == null || expires && now - waitingUntil >= 0) {
            return Optional.empty();
        }
        var quietFor = Math.min(now - movedAt, now - waitingSince);
        return quietFor >= patience.toNanos()
                ? Optional.of(name + ": " + waiting + " for "
                        + Duration.ofNanos(quietFor).toSeconds() + " s")
                : Optional.empty();
    }

    /** Whether it is another state than at the last call. */
    synchronized boolean hasTurned(boolean isStuck) {
        var turned = isReported != isStuck;
        isReported = isStuck;
        return turned;
    }
}
