package systems.tasker.events.postgres.pgmq;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.inject.Singleton;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import org.jboss.logging.Logger;

/** The connections of all pools; moves them to the server that can write. Thread-safe. */
@Singleton
public final class PrimaryServers {

    private static final Logger LOG = Logger.getLogger(PrimaryServers.class);
    // Every failed commit asks; one search at a time is enough.
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final List<PrimaryConnector> connectors = new CopyOnWriteArrayList<>();
    private final AtomicLong nextSearch = new AtomicLong(System.nanoTime());

    PrimaryConnector connector(Vertx vertx, List<PgConnectOptions> servers) {
        var connector = new PrimaryConnector(vertx, servers);
        connectors.add(connector);
        return connector;
    }

    /** Called when a connection leads to a server that cannot write: looks for one that can, and if there is one, moves all there. */
    public void leaveReadOnly() {
        var due = nextSearch.get();
        var now = System.nanoTime();
        if (now - due < 0 || !nextSearch.compareAndSet(due, now + PAUSE.toNanos())) {
            return;
        }
        for (var connector : connectors) {
            connector
                    .leaveReadOnly()
                    .onSuccess(moved -> {
                        if (moved) {
                            LOG.info(
                                    "A server that can write was found, the connections to the one that cannot are replaced");
                        }
                    })
                    .onFailure(fault -> LOG.debugf("No server that can write: %s", fault));
        }
    }
}
