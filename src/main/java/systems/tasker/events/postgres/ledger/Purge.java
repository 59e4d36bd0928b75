package systems.tasker.events.postgres.ledger;

import java.time.Duration;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.jboss.logging.Logger;

import systems.tasker.events.observability.PeriodicTask;
import systems.tasker.events.postgres.pgmq.BatchedDelete;

/**
 * Deletes rows that are older than an age, in batches, by one replica at a time: accepted results, whose messages stay, and contexts of
 * steps for which no result was submitted.
 *
 * <p>A result that is submitted again after that is accepted as a new one, so the retention has to be longer than any sender retries.
 */
final class Purge implements PeriodicTask {

    private static final Logger LOG = Logger.getLogger(Purge.class);

    // Each run deletes all that is too old, so it only smooths the load.
    private static final Duration INTERVAL = Duration.ofMinutes(10);

    // Of several replicas the one that gets the lock purges; the others delete nothing. The lock ends with the
    // transaction.
    private static final String SQL = """
            with purger as materialized (
                select pg_try_advisory_xact_lock(%1$d) as mine
            )
            delete from tasker_events.%2$s
            where (%3$s) in (
                select %3$s
                from tasker_events.%2$s, purger
                where purger.mine and %4$s < now() - make_interval(secs => $1)
                limit $2)
            """;

    private final Table table;
    private final BatchedDelete rows;

    /** What is purged. */
    enum Table {
        ACCEPTED_RESULTS("accepted_results", "step_uuid, attempt_key", "accepted_at", 7356270811942630145L),
        CLAIMED_CONTEXTS("claimed_contexts", "step_uuid", "claimed_at", 7356270811942630146L);

        private final String table;
        private final String key;
        private final String time;
        private final long lock;

        Table(String table, String key, String time, long lock) {
            this.table = table;
            this.key = key;
            this.time = time;
            this.lock = lock;
        }

        private String label() {
            return table.replace('_', ' ');
        }
    }

    Purge(Pool pool, Table table, Duration age) {
        this(pool, table, age, BatchedDelete.TIMEOUT);
    }

    /**
     * A purge of one table.
     *
     * @param age age from which on rows are deleted
     * @param timeout time that one statement may take
     */
    Purge(Pool pool, Table table, Duration age, Duration timeout) {
        this.table = table;
        this.rows = new BatchedDelete(
                pool,
                SQL.formatted(table.lock, table.table, table.key, table.time),
                age,
                BatchedDelete.BATCH_SIZE,
                timeout);
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    /** Deletes batches until one is not full; never fails. */
    @Override
    public Uni<Void> run() {
        return rows.run()
                .invoke(purged -> {
                    if (purged > 0) {
                        LOG.infof("Purged %s: rows=%d older_than=%s", table.label(), purged, rows.age());
                    }
                })
                .onFailure()
                .invoke(fault ->
                        LOG.warnf("Purge of %s failed, retrying at the next interval: %s", table.label(), fault))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
