package systems.tasker.events.publication;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.runtime.ShutdownEvent;
import org.jboss.logging.Logger;

import systems.tasker.events.observability.DrainTimeouts;
import systems.tasker.events.observability.Lifecycle;

/**
 * Publishes the events of answered results at shutdown, before the bus and the connection pool close.
 *
 * <p>Before that, Quarkus has failed the readiness check, waited {@code quarkus.shutdown.delay}, rejected new requests, and waited up to
 * {@code quarkus.shutdown.timeout} for those in progress.
 */
@Singleton
class Drain {

    private static final Logger LOG = Logger.getLogger(Drain.class);

    void drain(
            // Before the bus closes, so that subscribers get the last events, too.
            @Observes @Priority(Lifecycle.STOP_JOURNEYS) ShutdownEvent stop, StepResultProcessor processor)
            throws InterruptedException {
        var lost = processor.drain(DrainTimeouts.PUBLICATION);
        if (lost > 0) {
            LOG.warnf("Shut down before all events were published, they are lost: results=%d", lost);
        }
    }
}
