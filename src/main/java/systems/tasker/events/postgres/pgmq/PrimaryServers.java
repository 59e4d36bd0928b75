package systems.tasker.events.postgres.pgmq;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import org.jboss.logging.Logger;

/** The connections of all pools; moves them to the server that can write. Thread-safe. */
@Singleton
public final class PrimaryServers {

    private static final Logger LOG = Logger.getLogger(PrimaryServers.class);
    // Every failed commit asks; one search at a time is enough.
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final List<PrimaryConnector> connectors = new CopyOnWriteArrayList<>();
    private final AtomicLong nextSearch = new AtomicLong(System.nanoTime());

    @PreDestroy
    void close() {
        connectors.forEach(PrimaryConnector::close);
    }

    PrimaryConnector connector(Vertx vertx, List<PgConnectOptions> servers) {
        var connector = new PrimaryConnector(vertx, servers);
        connectors.add(connector);
        return connector;
    }

    /**
     * Called at intervals: closes connections whose server is another one than that of a new connection, as after the loss of a machine
     * that can no longer close them.
     */
    public void leaveLost() {
        for (var connector : connectors) {
            connector
                    .probe()
                    .compose(probe -> closeLost(connector, probe).eventually(() -> probe.close()))
                    .onFailure(fault -> LOG.debugf("No server for a new connection: %s", fault));
        }
    }

    /**
     * Opens a connection outside the pools, to the server that can write where there are several; the caller closes it.
     *
     * @return empty where the pools are the application's own
     */
    public Optional<Uni<io.vertx.mutiny.sqlclient.SqlConnection>> open() {
        return connectors.stream()
                .findFirst()
                .map(connector -> Uni.createFrom()
                        .completionStage(() -> connector.probe().toCompletionStage())
                        .map(io.vertx.mutiny.sqlclient.SqlConnection::newInstance));
    }

    /** The same with a connection that has just answered. */
    public Uni<Void> leaveLost(io.vertx.mutiny.sqlclient.SqlConnection answering) {
        var closing = connectors.stream()
                .map(connector -> closeLost(connector, answering.getDelegate()))
                .toList();
        return Uni.createFrom()
                .completionStage(Future.join(closing).<Void>mapEmpty().toCompletionStage());
    }

    private static Future<Integer> closeLost(PrimaryConnector connector, SqlConnection connection) {
        return connector.closeLost(connection).onSuccess(closed -> {
            if (closed > 0) {
                LOG.warnf("Connections to a server that is no longer there are closed: number=%d", closed);
            }
        });
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
