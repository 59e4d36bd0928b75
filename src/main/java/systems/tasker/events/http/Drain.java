package systems.tasker.events.http;

import java.time.Duration;
import java.util.Optional;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Decides when a stopping instance takes no more requests: once the delay for the load balancer has passed.
 *
 * <p>From then on Quarkus waits for the requests in flight, and closes the connections when none is left. A request that it still accepted
 * after that moment would be interrupted without an answer.
 */
@Singleton
class Drain {

    private final long delayNanos;
    private volatile boolean stopping;
    private volatile long since;

    Drain(@ConfigProperty(name = "quarkus.shutdown.delay") Optional<Duration> delay) {
        this.delayNanos = delay.orElse(Duration.ZERO).toNanos();
    }

    /** Quarkus starts the same delay after this event, so it ends no earlier. */
    void begin(@Observes ShutdownDelayInitiatedEvent delay) {
        since = System.nanoTime();
        stopping = true;
    }

    boolean hasEnded() {
        return stopping && System.nanoTime() - since >= delayNanos;
    }
}
