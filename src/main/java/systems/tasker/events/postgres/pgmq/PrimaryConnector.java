package systems.tasker.events.postgres.pgmq;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Collectors;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.spi.PgDriver;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.Connection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;
import io.vertx.sqlclient.spi.ConnectionFactory;

/**
 * Opens the connections of a pool, to the server that can write where there are several.
 *
 * <pre>
 *     the server of the last connection ─▶ can it write? ──yes──▶ connection
 *         │ fails, or says nothing for a while      │ no
 *         └──────▶ the next server, and so on ◀─────┘ none can ─▶ a connection to one that can be read
 * </pre>
 *
 * <p>So a standby serves what only reads, until a server can write: {@link #leaveReadOnly} then closes the connections there are. Closed is
 * a connection once its statement has ended; the pool replaces it, and the name of the server is resolved again.
 */
final class PrimaryConnector {

    private static final String CAN_WRITE =
            "select not pg_is_in_recovery() and current_setting('default_transaction_read_only') = 'off'";
    // Without parameters, because a pooler may lose a prepared statement.
    private static final String PRESENT =
            "select pg_backend_pid(), array(select pid from pg_stat_activity where pid = any(array[%s]::integer[]))";
    // A server that accepts connections does so in less; one on a machine that is gone may not even refuse them.
    private static final long HEAD_START_MILLIS = 500;

    private final Vertx vertx;
    private final List<ConnectionFactory> servers;
    // The pool holds those that are open; the others disappear by themselves.
    private final Set<Connection> open = Collections.newSetFromMap(new WeakHashMap<>());
    private volatile int preferred;

    PrimaryConnector(Vertx vertx, List<PgConnectOptions> servers) {
        this.vertx = vertx;
        this.servers = servers.stream()
                .map(server -> PgDriver.INSTANCE.createConnectionFactory(vertx, server))
                .toList();
    }

    /** A connection for the pool; its context is the pool's choice. */
    Future<SqlConnection> connect(Context context) {
        // One server needs no choice, and so no statement before the first.
        var connection = servers.size() == 1 ? servers.get(0).connect(context) : new Search(context).run();
        return connection.map(this::track);
    }

    /**
     * Closes all connections that are open, if a new one can write.
     *
     * @return whether it could
     */
    Future<Boolean> leaveReadOnly() {
        List<Connection> before;
        synchronized (open) {
            before = new ArrayList<>(open);
        }
        var context = vertx.getOrCreateContext();
        return new Search(context)
                .run()
                .compose(probe -> canWrite(probe).eventually(() -> probe.close()))
                .onSuccess(writes -> {
                    if (writes) {
                        before.forEach(connection -> connection.close(null, Promise.promise()));
                    }
                });
    }

    /** A new connection, which is not the pool's. */
    Future<SqlConnection> probe() {
        return new Search(vertx.getOrCreateContext()).run();
    }

    /**
     * Closes connections whose server process is not on the server of a connection, with the statements that run on them: the address leads
     * elsewhere by now, and their server, whose machine may be gone, would not even refuse them. Behind a pooler nothing is closed, because
     * it gives its clients process ids of its own making.
     *
     * @param connection a connection to the server that the address leads to
     * @return the number of those that were closed
     */
    Future<Integer> closeLost(SqlConnection connection) {
        var candidates = new HashMap<Integer, Connection>();
        synchronized (open) {
            open.stream().filter(Connection::isValid).forEach(each -> candidates.put(each.getProcessId(), each));
        }
        var own = PgConnection.cast(connection).processId();
        return connection
                .query(PRESENT.formatted(
                        candidates.keySet().stream().map(String::valueOf).collect(Collectors.joining(","))))
                .execute()
                .map(rows -> {
                    var present = rows.iterator().next();
                    if (present.getInteger(0) != own) {
                        return 0;
                    }
                    candidates.keySet().removeAll(List.of(present.getArrayOfIntegers(1)));
                    candidates.values().forEach(PrimaryConnector::closeSocket);
                    return candidates.size();
                });
    }

    /** Without waiting for the end of a statement, as closing a connection does. */
    private static void closeSocket(Connection connection) {
        if (connection instanceof SocketConnectionBase socket) {
            // Below the codec, which would say goodbye to the server and wait for its answer.
            socket.socket().channelHandlerContext().pipeline().firstContext().close();
        }
    }

    void close() {
        servers.forEach(server -> server.close(Promise.promise()));
    }

    private SqlConnection track(SqlConnection connection) {
        synchronized (open) {
            open.add(((SqlConnectionInternal) connection).unwrap());
        }
        return connection;
    }

    private static Future<Boolean> canWrite(SqlConnection connection) {
        return connection
                .query(CAN_WRITE)
                .execute()
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** The search for one connection; all of it happens on the context of that connection. */
    private final class Search {

        private final Context context;
        private final Promise<SqlConnection> found = Promise.promise();
        private final int first = preferred;
        private int started;
        private int ended;
        private SqlConnection readOnly;

        Search(Context context) {
            this.context = context;
        }

        Future<SqlConnection> run() {
            context.runOnContext(begin -> next());
            return found.future();
        }

        private void next() {
            if (started == servers.size() || found.future().isComplete()) {
                return;
            }
            var server = (first + started++) % servers.size();
            servers.get(server)
                    .connect(context)
                    .onSuccess(connection -> canWrite(connection)
                            .onSuccess(writes -> connected(server, connection, writes))
                            .onFailure(fault -> {
                                connection.close();
                                failed(fault);
                            }))
                    .onFailure(this::failed);
            vertx.setTimer(HEAD_START_MILLIS, late -> next());
        }

        private void connected(int server, SqlConnection connection, boolean writes) {
            ended++;
            if (writes && found.tryComplete(connection)) {
                preferred = server;
                closeReadOnly();
            } else if (!writes && readOnly == null && !found.future().isComplete()) {
                readOnly = connection;
                next();
                vertx.setTimer(HEAD_START_MILLIS, late -> settle());
                settleAfterTheLast(null);
            } else {
                connection.close();
                settleAfterTheLast(null);
            }
        }

        private void failed(Throwable fault) {
            ended++;
            next();
            settleAfterTheLast(fault);
        }

        private void settleAfterTheLast(Throwable fault) {
            if (ended == servers.size()) {
                settle();
                found.tryFail(fault == null ? new IllegalStateException("No server can write") : fault);
            }
        }

        private void settle() {
            if (readOnly != null && found.tryComplete(readOnly)) {
                readOnly = null;
            }
            closeReadOnly();
        }

        private void closeReadOnly() {
            if (readOnly != null) {
                readOnly.close();
                readOnly = null;
            }
        }
    }
}
