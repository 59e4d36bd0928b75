package systems.tasker.events.http;

import java.util.OptionalInt;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import systems.tasker.events.observability.Lifecycle;

/** Wires the intake, and reports at shutdown what it still holds. */
@Singleton
class IntakeBeans {

    private static final Logger LOG = Logger.getLogger(IntakeBeans.class);
    // A fixed number would be too much for a small heap. The rest is for their trees, the messages made of them, and
    // everything else.
    private static final long HEAP_SHARE = 24;
    // 2,000 by default, of which some hundreds keep the database busy. The other connections are idle, or have readers
    // of the live tail.
    private static final int CONNECTION_SHARE = 5;

    @Produces
    @Singleton
    @DefaultBean
    IntakeGate gate(@ConfigProperty(name = ConnectionLimit.PROPERTY) int connections) {
        return new IntakeGate(
                Math.max(1, connections / CONNECTION_SHARE),
                Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    void reportConnectionLimit(
            @Observes @Priority(Lifecycle.START_METERS) StartupEvent start,
            @ConfigProperty(name = ConnectionLimit.PROPERTY) OptionalInt connections) {
        var openFiles = ConnectionLimit.openFiles();
        if (connections.isPresent() && openFiles.isPresent() && connections.getAsInt() >= openFiles.getAsLong() / 2) {
            LOG.infof(
                    "Connections are limited by the files that the process may open: connections=%d open_files=%d",
                    connections.getAsInt(), openFiles.getAsLong());
        }
    }

    void report(@Observes @Priority(Lifecycle.STOP_INTAKE) ShutdownEvent stop, IntakeGate gate) {
        if (gate.inFlight() > 0) {
            LOG.warnf(
                    "Shut down with %d requests in flight; they were not answered, their senders try again",
                    gate.inFlight());
        }
    }
}
