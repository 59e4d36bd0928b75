package systems.tasker.events.postgres.pgmq;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnection;
import org.jboss.logging.Logger;

/**
 * The connection that listens and notifies; comes back by itself, with growing pauses, and then knows its channels again.
 *
 * <p>It leaves no state in a session that a pooler may lend to others: nothing is set, and LISTEN is for a session of its own. A pooler
 * gives its clients a process id of its own making, which the server does not confirm.
 *
 * <pre>
 *     connect ─▶ is the session our own? ──no──▶ notify only; consumers poll
 *        ▲           │ yes
 *        │       LISTEN to every channel ─▶ notifications, a keep-alive statement
 *        │           │ refused: a standby     │ closed
 *        └── pause ──┴────────────────────────┘ longer and longer, until listening works
 * </pre>
 */
final class NotificationConnection {

    private static final Logger LOG = Logger.getLogger(NotificationConnection.class);
    private static final Backoff RECONNECT = new Backoff(Duration.ofMillis(200), 2, Duration.ofSeconds(4));
    private static final int KEEP_ALIVES = 3;
    // Other replicas report a listener that is silent for 30 s.
    private static final long MAX_KEEP_ALIVE_MILLIS = 10_000;
    private static final String KEEP_ALIVE = "select pg_backend_pid()";
    // A lost notification is only a delay, so none has to wait for the disk. Without parameters, because a statement
    // that is prepared in one
    // round trip and executed in the next gets lost in a pooler.
    private static final String NOTIFY = """
            with unsynchronized as materialized (select set_config('synchronous_commit', 'off', true))
            select pg_notify(channel, '') from unsynchronized, unnest(array[%s]) as waiting (channel)
            """;

    private final Pool pool;
    private final Vertx vertx;
    private final long shortestGapMillis;
    private final long keepAliveMillis;
    private final Map<String, List<Runnable>> listeners = new LinkedHashMap<>();
    private final Set<String> toNotify = new LinkedHashSet<>();
    private SqlConnection open;
    private boolean opening;
    private boolean pausing;
    private boolean closed;
    private boolean notifying;
    private boolean listening;
    private boolean isKnown;
    private boolean behindPooler;
    private int attempts;

    /**
     * Creates one, which connects when it is first needed.
     *
     * @param shortestGap between two notifications; what is sent meanwhile shares the next one
     * @param silence after which the pool closes a connection on which nothing comes or goes, for example without notifications
     */
    NotificationConnection(Pool pool, Vertx vertx, Duration shortestGap, Duration silence) {
        this.pool = pool;
        this.vertx = vertx;
        this.shortestGapMillis = Math.max(1, shortestGap.toMillis());
        this.keepAliveMillis = Math.max(1, Math.min(MAX_KEEP_ALIVE_MILLIS, silence.toMillis() / KEEP_ALIVES));
    }

    synchronized Runnable listen(String channel, Runnable wakeUp) {
        var known = listeners.computeIfAbsent(channel, name -> new CopyOnWriteArrayList<>());
        known.add(wakeUp);
        if (open == null) {
            connect();
        } else {
            listen(open, channel);
        }
        return () -> known.remove(wakeUp);
    }

    /** Notifies the channels in one statement, soon. */
    synchronized void send(Collection<String> channels) {
        toNotify.addAll(channels);
        if (open == null) {
            connect();
        } else {
            notifyAllWaiting();
        }
    }

    synchronized void close() {
        closed = true;
        if (open != null) {
            open.closeAndForget();
            // What comes later, such as the answer to a statement, is of a connection that is not open.
            open = null;
        }
    }

    private synchronized void connect() {
        // Notifications that are sent while the server rejects connections must not each open one.
        if (opening || pausing || open != null || closed) {
            return;
        }
        opening = true;
        pool.getConnection().subscribe().with(this::connected, fault -> lost(null, fault));
    }

    private synchronized void connected(SqlConnection connection) {
        opening = false;
        if (closed) {
            // Mutiny ends before the pool closes the connection.
            return;
        }
        open = connection;
        var postgres = PgConnection.cast(connection.getDelegate());
        postgres.notificationHandler(notification -> wakeUp(notification.getChannel()));
        postgres.closeHandler(gone -> lost(connection, null));
        connection
                .query(KEEP_ALIVE)
                .execute()
                .subscribe()
                .with(
                        rows -> known(connection, rows.iterator().next().getInteger(0) != postgres.processId()),
                        fault -> refused(connection, fault));
    }

    private synchronized void known(SqlConnection connection, boolean isBehindPooler) {
        if (connection != open) {
            return;
        }
        if (isBehindPooler && !behindPooler) {
            LOG.warn(
                    "The connection for notifications goes through a pooler, where LISTEN does not work; consumers poll."
                            + " Point quarkus.datasource.listener.reactive.url at the server itself");
        }
        behindPooler = isBehindPooler;
        isKnown = true;
        sendKeepAlive(connection);
        listeners.keySet().forEach(channel -> listen(connection, channel));
        notifyAllWaiting();
    }

    /** Whether channels would listen, and a pooler prevents it. */
    synchronized boolean cannotListen() {
        return behindPooler && !listeners.isEmpty();
    }

    /** A server may take connections and not let them listen, as a standby does; only one that listens ends the pauses. */
    private synchronized void resetBackoff() {
        if (attempts > 0 && (listening || listeners.isEmpty() || behindPooler)) {
            LOG.infof("Listening for notifications again: channels=%d", listeners.size());
            attempts = 0;
        }
    }

    /** Sends keep-alive statements, or the pool would close the idle connection as a dead one. */
    private synchronized void sendKeepAlive(SqlConnection connection) {
        if (connection == open) {
            run(connection, KEEP_ALIVE, () -> {
                resetBackoff();
                vertx.setTimer(keepAliveMillis, due -> sendKeepAlive(connection));
            });
        }
    }

    private synchronized void refused(SqlConnection connection, Throwable fault) {
        if (connection == open) {
            // Back to the pool of one, which hands it out again, unless it is closed already.
            connection.close().subscribe().with(done -> {}, gone -> {});
            lost(connection, fault);
        }
    }

    private synchronized void lost(SqlConnection connection, Throwable fault) {
        if (connection != open || closed) {
            return;
        }
        open = null;
        opening = false;
        notifying = false;
        listening = false;
        isKnown = false;
        pausing = true;
        attempts++;
        if (attempts == 1) {
            LOG.warnf("Not listening for notifications, polling goes on: %s", fault == null ? "closed" : fault);
        }
        vertx.setTimer(Math.max(1, RECONNECT.after(attempts).toMillis()), due -> pauseOver());
    }

    private synchronized void pauseOver() {
        pausing = false;
        connect();
    }

    private void wakeUp(String channel) {
        List<Runnable> waiting;
        synchronized (this) {
            waiting = listeners.getOrDefault(channel, List.of());
        }
        waiting.forEach(Runnable::run);
    }

    /** One statement at a time, each for everything that came up since the one before. */
    private void notifyAllWaiting() {
        if (!isKnown || notifying || toNotify.isEmpty()) {
            return;
        }
        notifying = true;
        var channels = toNotify.stream()
                .map(channel -> "'" + channel.replace("'", "''") + "'")
                .collect(Collectors.joining(", "));
        toNotify.clear();
        open.query(NOTIFY.formatted(channels))
                .execute()
                .subscribe()
                .with(done -> vertx.setTimer(shortestGapMillis, due -> notifyMore()), fault -> {
                    LOG.debugf("Notification not sent, polling will do: %s", fault);
                    notifyMore();
                });
    }

    private synchronized void notifyMore() {
        notifying = false;
        if (open != null) {
            notifyAllWaiting();
        }
    }

    private void listen(SqlConnection connection, String channel) {
        if (!isKnown || behindPooler) {
            return;
        }
        run(connection, "listen \"" + channel.replace("\"", "\"\"") + '"', () -> {
            listens();
            // Messages may have been sent while the connection did not listen.
            wakeUp(channel);
        });
    }

    private synchronized void listens() {
        listening = true;
        resetBackoff();
    }

    private void run(SqlConnection connection, String statement, Runnable then) {
        connection.query(statement).execute().subscribe().with(done -> then.run(), fault -> refused(connection, fault));
    }
}
