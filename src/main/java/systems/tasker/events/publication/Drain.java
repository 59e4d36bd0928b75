package systems.tasker.events.publication;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.runtime.ShutdownEvent;
import org.jboss.logging.Logger;

import systems.tasker.events.observability.Lifecycle;

/**
 * Finishes what was accepted, before the bus and then the pool close.
 *
 * <p>By then Quarkus has switched readiness off, waited {@code quarkus.shutdown.delay}, refused new requests, and waited for those under way up
 * to {@code quarkus.shutdown.timeout}.
 */
@Singleton
class Drain {

    private static final Logger LOG = Logger.getLogger(Drain.class);

    void drain(
            @Observes @Priority(Lifecycle.STOP_JOURNEYS) ShutdownEvent stop,
            PublicationMode mode,
            PublicationConfig config)
            throws InterruptedException {
        var lost = mode.drain(config.fireAndForget().drainTimeout());
        if (lost > 0) {
            LOG.warnf("Shut down before the events of %d answered results were published; they are lost", lost);
        }
    }
}
