package systems.tasker.events.ingress;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import systems.tasker.events.publication.StoreUnavailableException;

/** Tries again what others are to blame for, after growing pauses of random length, until it works or the process shuts down. */
final class Patience {

    private static final Logger LOG = Logger.getLogger(Patience.class);
    private static final double ANY_LENGTH = 1.0;

    private final IngressConfig.Channel pauses;
    private final AtomicInteger heldUp = new AtomicInteger();
    private volatile boolean atAnEnd;

    Patience(IngressConfig.Channel pauses) {
        this.pauses = pauses;
    }

    /** Tries again while it fails with such a failure. @return fails with it at shutdown */
    <T> Uni<T> retry(Supplier<Uni<T>> attempt, Class<? extends Throwable> mayPass) {
        var isHeldUp = new AtomicBoolean();
        return Uni.createFrom()
                .deferred(() -> isHeldUp.get() && atAnEnd ? gone() : attempt.get())
                .onFailure(mayPass)
                .invoke(failure -> holdUp(isHeldUp, failure))
                .onFailure(mayPass)
                .retry()
                .withBackOff(pauses.firstPause(), pauses.longestPause())
                .withJitter(ANY_LENGTH)
                .until(failure -> !atAnEnd)
                .onTermination()
                .invoke(() -> goOn(isHeldUp));
    }

    /** How many wait for better times. */
    int heldUp() {
        return heldUp.get();
    }

    /** Lets everybody who waits go. */
    void end() {
        atAnEnd = true;
    }

    private static <T> Uni<T> gone() {
        return Uni.createFrom().failure(new StoreUnavailableException("The process shuts down", null));
    }

    private void holdUp(AtomicBoolean isHeldUp, Throwable failure) {
        if (isHeldUp.compareAndSet(false, true) && heldUp.getAndIncrement() == 0) {
            LOG.warnf("Step results of the channel have to wait: %s", failure);
        }
    }

    private void goOn(AtomicBoolean isHeldUp) {
        if (isHeldUp.get() && heldUp.decrementAndGet() == 0 && !atAnEnd) {
            LOG.info("Step results of the channel go on");
        }
    }
}
