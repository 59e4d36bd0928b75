package systems.tasker.events.postgres.pgmq;

import java.util.Set;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;

import systems.tasker.events.queue.QueueName;

/**
 * Tells those who wait for messages that there are some, with PostgreSQL's LISTEN and NOTIFY.
 *
 * <p>A hint and no more: notifications get lost with their connection, so whoever waits polls besides. All of the process share one
 * connection, which is opened when it is first needed and opened again when it breaks; nobody waits on a connection of the pool. The
 * notifications' channels are those of PGMQ's own trigger, {@code pgmq.q_<queue>.INSERT}. That trigger is not used: it makes senders wait for
 * each other, and falls silent after a crash of the database.
 *
 * <p>Safe to use from any thread; never blocks.
 */
@Singleton
public final class QueueWakeUps {

    // After everything that may still send has ended.
    private static final int LAST_OF_ALL = 10_000;

    private final NotificationConnection connection;
    private final boolean notifies;

    QueueWakeUps(@ReactiveDataSource("listener") Pool pool, Vertx vertx, PgmqConfig config) {
        this.connection =
                new NotificationConnection(pool, vertx, config.notifyInterval(), BoundedPools.silence(config));
        this.notifies = config.notifyConsumers();
    }

    /** Wakes up whoever waits for messages of some queues, in any process; called once they are committed. */
    public void sent(Set<String> queues) {
        if (notifies) {
            queues.forEach(queue -> connection.send(new QueueName(queue).insertChannel()));
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

    void close(@Observes @Priority(LAST_OF_ALL) ShutdownEvent stop) {
        connection.close();
    }
}
