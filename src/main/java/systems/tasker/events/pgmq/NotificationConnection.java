package systems.tasker.events.pgmq;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnection;
import org.jboss.logging.Logger;

/** The connection that listens and notifies; comes back by itself, with growing pauses, and then knows its channels again. */
final class NotificationConnection {

    private static final Logger LOG = Logger.getLogger(NotificationConnection.class);
    private static final Backoff RECONNECT = new Backoff(Duration.ofMillis(200), 2, Duration.ofSeconds(10));

    private final Pool pool;
    private final Vertx vertx;
    private final long shortestGapMillis;
    private final Map<String, List<Runnable>> listeners = new LinkedHashMap<>();
    private final Set<String> toNotify = new LinkedHashSet<>();
    private SqlConnection open;
    private boolean opening;
    private boolean closed;
    private boolean notifying;
    private int attempts;

    /** @param shortestGap between two notifications; what is sent meanwhile shares the next one */
    NotificationConnection(Pool pool, Vertx vertx, Duration shortestGap) {
        this.pool = pool;
        this.vertx = vertx;
        this.shortestGapMillis = Math.max(1, shortestGap.toMillis());
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

    synchronized void send(String channel) {
        toNotify.add(channel);
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
        }
    }

    private synchronized void connect() {
        if (opening || open != null || closed) {
            return;
        }
        opening = true;
        pool.getConnection().subscribe().with(this::connected, this::lost);
    }

    private synchronized void connected(SqlConnection connection) {
        open = connection;
        opening = false;
        if (attempts > 0) {
            LOG.infof("Listening for notifications again: channels=%d", listeners.size());
        }
        attempts = 0;
        var postgres = PgConnection.cast(connection.getDelegate());
        postgres.notificationHandler(notification -> wakeUp(notification.getChannel()));
        postgres.closeHandler(gone -> lost(null));
        // Nobody relies on a notification, so none has to wait for the disk.
        run(connection, "set synchronous_commit = off", () -> {});
        listeners.keySet().forEach(channel -> listen(connection, channel));
        notifyAllWaiting();
    }

    private synchronized void lost(Throwable fault) {
        open = null;
        opening = false;
        notifying = false;
        if (closed) {
            return;
        }
        attempts++;
        if (attempts == 1) {
            LOG.warnf("Not listening for notifications, polling goes on: %s", fault == null ? "closed" : fault);
        }
        vertx.setTimer(Math.max(1, RECONNECT.after(attempts).toMillis()), due -> connect());
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
        if (notifying || toNotify.isEmpty()) {
            return;
        }
        notifying = true;
        var channels = toNotify.toArray(String[]::new);
        toNotify.clear();
        open.preparedQuery("select pg_notify(channel, '') from unnest($1::text[]) as waiting (channel)")
                .execute(Tuple.of(channels))
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
        // There may be messages that were sent while nobody listened.
        run(connection, "listen \"" + channel.replace("\"", "\"\"") + '"', () -> wakeUp(channel));
    }

    private static void run(SqlConnection connection, String statement, Runnable then) {
        connection
                .query(statement)
                .execute()
                .subscribe()
                .with(done -> then.run(), fault -> LOG.warnf("Not listening, polling goes on: %s", fault));
    }
}
