package systems.tasker.events.postgres.pgmq;

import java.time.Duration;
import java.util.Set;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;

import systems.tasker.events.observability.Lifecycle;
import systems.tasker.events.queue.QueueName;

/**
 * Notifies consumers of new messages, with PostgreSQL's LISTEN and NOTIFY.
 *
 * <p>Only a hint: notifications are lost with their connection, so consumers poll besides. The whole process shares one
 * connection, which is opened when it is first needed and opened again when it breaks; no connection of the pool is blocked. The
 * notifications' channels are those of PGMQ's own trigger, {@code pgmq.q_<queue>.INSERT}. That trigger is not used: it makes senders wait
 * for each other, and falls silent after a crash of the database.
 *
 * <p>Thread-safe and non-blocking.
 */
@Singleton
public final class QueueWakeUps {

    /** The application name of sessions that listen; each sends a statement every few seconds. */
    public static final String LISTENER_APPLICATION = "tasker-domain-events listener";

    // Messages sent meanwhile share a notification: a busy service would send thousands a second.
    private static final Duration NOTIFY_INTERVAL = Duration.ofMillis(5);

    private final NotificationConnection connection;
    private final boolean notifies;

    QueueWakeUps(
            @ReactiveDataSource("listener") Pool pool, Vertx vertx, PgmqConfig config, ConnectionTimeouts timeouts) {
        this.connection = new NotificationConnection(pool, vertx, NOTIFY_INTERVAL, timeouts.idle());
        this.notifies = config.notifyConsumers();
    }

    /** Wakes up the consumers of queues, in any process; called after the commit. */
    public void sent(Set<String> queues) {
        if (notifies) {
            connection.send(queues.stream()
                    .map(queue -> new QueueName(queue).insertChannel())
                    .toList());
        }
    }

    /**
     * Calls back, on an event loop, when there may be messages in a queue: after a notification, and whenever
     * listening begins, at first and after the connection broke.
     *
     * @return ends it
     */
    public Runnable listen(String queue, Runnable wakeUp) {
        return connection.listen(new QueueName(queue).insertChannel(), wakeUp);
    }

    /** Whether consumers of this process poll, because their connection goes through a pooler. */
    boolean cannotListen() {
        return connection.cannotListen();
    }

    void close(@Observes @Priority(Lifecycle.STOP_NOTIFICATIONS) ShutdownEvent stop) {
        connection.close();
    }
}
