package systems.tasker.events.publication;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.runtime.ShutdownEvent;
import org.jboss.logging.Logger;

/**
 * Finishes what was accepted, before the bus and then the pool close.
 *
 * <p>By then Quarkus has switched readiness off, waited {@code quarkus.shutdown.delay}, refused new requests, and waited for those under way up
 * to {@code quarkus.shutdown.timeout}.
 */
@Singleton
class Drain {

    private static final Logger LOG = Logger.getLogger(Drain.class);
    // Before the bus closes: what is published last goes to its subscribers too.
    private static final int BEFORE_THE_BUS = 100;

    void drain(@Observes @Priority(BEFORE_THE_BUS) ShutdownEvent stop, PublicationMode mode, PublicationConfig config)
            throws InterruptedException {
        var lost = mode.drain(config.fireAndForget().drainTimeout());
        if (lost > 0) {
            LOG.warnf("Shut down before the events of %d answered results were published; they are lost", lost);
        }
    }
}
