package systems.tasker.events.postgres.inbox;

import java.time.Duration;
import java.util.stream.Collectors;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jboss.logging.Logger;

import systems.tasker.events.observability.PeriodicTask;
import systems.tasker.events.postgres.pgmq.TimedTransaction;

/**
 * Deletes the events that the inbox remembers past their retention, in batches, by one replica at a time.
 *
 * <p>The retention has to be longer than any event may come again: as a redriven dead letter, or by a replay.
 */
@Singleton
class InboxPurge implements PeriodicTask {

    private static final Logger LOG = Logger.getLogger(InboxPurge.class);

    private static final Duration INTERVAL = Duration.ofMinutes(10);
    // Few enough to hold their locks for milliseconds.
    private static final int BATCH_SIZE = 1_000;
    // Of one statement; no request waits for it.
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    // Of several replicas the one that gets the lock deletes; the others delete nothing. The lock ends with the
    // transaction.
    private static final String DELETE = """
            delete from tasker_events.consumer_inbox where ctid = any (array(
                with purger as materialized (
                    select pg_try_advisory_xact_lock(7356270811942630150) as mine
                )
                select old.ctid from tasker_events.consumer_inbox as old, purger
                where purger.mine and old.consumed_at < now() - make_interval(secs => $1)
                limit $2))
            """;

    private final Pool pool;
    private final Duration retention;
    private final int batchSize;
    private final Duration interval;

    @Inject
    InboxPurge(Pool pool, ConsumersConfig config) {
        this(pool, config.inboxRetention(), BATCH_SIZE, config.inbox() ? INTERVAL : Duration.ZERO);
    }

    InboxPurge(Pool pool, Duration retention, int batchSize, Duration interval) {
        this.pool = pool;
        this.retention = retention;
        this.batchSize = batchSize;
        this.interval = interval;
    }

    /** No runs without an inbox. */
    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public Uni<Void> run() {
        return Multi.createBy()
                .repeating()
                .uni(this::batch)
                .whilst(deleted -> deleted == batchSize)
                .collect()
                .with(Collectors.summingInt(Integer::intValue))
                .invoke(deleted -> {
                    if (deleted > 0) {
                        LOG.infof("Purged the inbox of consumers: rows=%d older_than=%s", deleted, retention);
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Integer> batch() {
        return TimedTransaction.run(
                pool,
                TIMEOUT,
                connection -> connection
                        .preparedQuery(DELETE)
                        .execute(Tuple.of((double) retention.toSeconds(), batchSize))
                        .map(rows -> rows.rowCount()));
    }
}
