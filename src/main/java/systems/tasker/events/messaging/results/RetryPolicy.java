package systems.tasker.events.messaging.results;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import systems.tasker.events.publication.StoreUnavailableException;

/** Retries with exponential backoff and jitter while the database is unavailable, until it is available or the process shuts down. */
final class RetryPolicy {

    private static final Logger LOG = Logger.getLogger(RetryPolicy.class);
    private static final double ANY_LENGTH = 1.0;

    private final Duration initialBackoff;
    private final Duration maxBackoff;
    private final AtomicInteger heldUp = new AtomicInteger();
    private volatile boolean atAnEnd;

    RetryPolicy(Duration initialBackoff, Duration maxBackoff) {
        this.initialBackoff = initialBackoff;
        this.maxBackoff = maxBackoff;
    }

    /** @return fails with {@link StoreUnavailableException} only at shutdown */
    <T> Uni<T> retryWhileAway(Supplier<Uni<T>> attempt) {
        var isHeldUp = new AtomicBoolean();
        return Uni.createFrom()
                .deferred(() -> isHeldUp.get() && atAnEnd ? atAnEnd() : attempt.get())
                .onFailure(StoreUnavailableException.class)
                .invoke(away -> holdUp(isHeldUp, away))
                .onFailure(StoreUnavailableException.class)
                .retry()
                .withBackOff(initialBackoff, maxBackoff)
                .withJitter(ANY_LENGTH)
                .until(away -> !atAnEnd)
                .onTermination()
                .invoke(() -> goOn(isHeldUp));
    }

    /** How many wait for the database. */
    int heldUp() {
        return heldUp.get();
    }

    /** Lets those who wait go, each when its pause is over. */
    void end() {
        atAnEnd = true;
    }

    private static <T> Uni<T> atAnEnd() {
        return Uni.createFrom().failure(new StoreUnavailableException("The process shuts down", null));
    }

    private void holdUp(AtomicBoolean isHeldUp, Throwable failure) {
        if (isHeldUp.compareAndSet(false, true) && heldUp.getAndIncrement() == 0) {
            LOG.warnf("Database unavailable, step results of the channel have to wait: %s", failure);
        }
    }

    private void goOn(AtomicBoolean isHeldUp) {
        if (isHeldUp.get() && heldUp.decrementAndGet() == 0 && !atAnEnd) {
            LOG.info("Database available, step results of the channel go on");
        }
    }
}
