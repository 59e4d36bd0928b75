package systems.tasker.events.messaging.results;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import systems.tasker.events.publication.store.StoreUnavailableException;

/** Retries with exponential backoff and jitter while the database is unavailable, until it is available or the process shuts down. */
final class RetryPolicy {

    private static final Logger LOG = Logger.getLogger(RetryPolicy.class);
    private static final double ANY_LENGTH = 1.0;

    private final Duration initialBackoff;
    private final Duration maxBackoff;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean shuttingDown;

    RetryPolicy(Duration initialBackoff, Duration maxBackoff) {
        this.initialBackoff = initialBackoff;
        this.maxBackoff = maxBackoff;
    }

    /** @return fails with {@link StoreUnavailableException} only at shutdown */
    <T> Uni<T> retryWhileUnavailable(Supplier<Uni<T>> attempt) {
        var isWaiting = new AtomicBoolean();
        return Uni.createFrom()
                .deferred(() -> isWaiting.get() && shuttingDown ? shuttingDown() : attempt.get())
                .onFailure(StoreUnavailableException.class)
                .invoke(unavailable -> startWaiting(isWaiting, unavailable))
                .onFailure(StoreUnavailableException.class)
                .retry()
                .withBackOff(initialBackoff, maxBackoff)
                .withJitter(ANY_LENGTH)
                .until(unavailable -> !shuttingDown)
                .onTermination()
                .invoke(() -> stopWaiting(isWaiting));
    }

    /** How many wait for the database. */
    int waiting() {
        return waiting.get();
    }

    /** Lets those who wait go, each when its pause is over. */
    void end() {
        shuttingDown = true;
    }

    private static <T> Uni<T> shuttingDown() {
        return Uni.createFrom().failure(new StoreUnavailableException("The process shuts down", null));
    }

    private void startWaiting(AtomicBoolean isWaiting, Throwable failure) {
        if (isWaiting.compareAndSet(false, true) && waiting.getAndIncrement() == 0) {
            LOG.warnf("Database unavailable, step results of the channel have to wait: %s", failure);
        }
    }

    private void stopWaiting(AtomicBoolean isWaiting) {
        if (isWaiting.get() && waiting.decrementAndGet() == 0 && !shuttingDown) {
            LOG.info("Database available, step results of the channel go on");
        }
    }
}
