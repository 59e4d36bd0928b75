package systems.tasker.events.postgres.inbox;

import java.time.Duration;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.jboss.logging.Logger;

import systems.tasker.events.observability.PeriodicTask;
import systems.tasker.events.postgres.pgmq.BatchedDelete;

/**
 * Deletes the events that the inbox remembers past their retention, in batches, by one replica at a time.
 *
 * <p>The retention has to be longer than any event may come again: as a redriven dead letter, or by a replay.
 */
@Singleton
class InboxPurge implements PeriodicTask {

    private static final Logger LOG = Logger.getLogger(InboxPurge.class);

    private static final Duration INTERVAL = Duration.ofMinutes(10);

    // Of several replicas the one that gets the lock deletes; the others delete nothing. The lock ends with the
    // transaction. Ordered, so that the index is used however many events are due.
    static final String DELETE = """
            delete from tasker_events.consumer_inbox where ctid = any (array(
                with purger as materialized (
                    select pg_try_advisory_xact_lock(7356270811942630150) as mine
                )
                select old.ctid from tasker_events.consumer_inbox as old, purger
                where purger.mine and old.consumed_at < now() - make_interval(secs => $1)
                order by old.consumed_at limit $2))
            """;

    private final BatchedDelete events;
    private final Duration interval;

    @Inject
    InboxPurge(Pool pool, ConsumersConfig config) {
        this(pool, config.inboxRetention(), BatchedDelete.BATCH_SIZE, config.inbox() ? INTERVAL : Duration.ZERO);
    }

    InboxPurge(Pool pool, Duration retention, int batchSize, Duration interval) {
        this.events = new BatchedDelete(pool, DELETE, retention, batchSize, BatchedDelete.TIMEOUT);
        this.interval = interval;
    }

    /** No runs without an inbox. */
    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public Uni<Void> run() {
        return events.run()
                .invoke(deleted -> {
                    if (deleted > 0) {
                        LOG.infof("Purged the inbox of consumers: rows=%d older_than=%s", deleted, events.age());
                    }
                })
                .replaceWithVoid();
    }
}
