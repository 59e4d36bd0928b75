package systems.tasker.events.postgres.ledger;

import java.time.Duration;
import java.util.stream.Collectors;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jboss.logging.Logger;

import systems.tasker.events.observability.PeriodicTask;
import systems.tasker.events.postgres.pgmq.TimedTransaction;

/**
 * Deletes rows that are older than an age, in batches, by one replica at a time: accepted results, whose messages stay, and contexts of
 * steps for which no result was submitted.
 *
 * <p>A result that is submitted again after that is accepted as a new one, so the retention has to be longer than any sender retries.
 */
final class Purge implements PeriodicTask {

    private static final Logger LOG = Logger.getLogger(Purge.class);

    // Few enough to hold their locks for milliseconds.
    private static final int BATCH_SIZE = 1_000;

    // Longer than a commit has, because no request waits for it.
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

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

    private final Pool pool;
    private final Table table;
    private final String sql;
    private final Duration age;
    private final Duration timeout;

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
        this(pool, table, age, TIMEOUT);
    }

    /**
     * A purge of one table.
     *
     * @param age age from which on rows are deleted
     * @param timeout time that one statement may take
     */
    Purge(Pool pool, Table table, Duration age, Duration timeout) {
        this.pool = pool;
        this.table = table;
        this.sql = SQL.formatted(table.lock, table.table, table.key, table.time);
        this.age = age;
        this.timeout = timeout;
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    /** Deletes batches until one is not full; never fails. */
    @Override
    public Uni<Void> run() {
        return Multi.createBy()
                .repeating()
                .uni(this::purgeBatch)
                .whilst(purged -> purged == BATCH_SIZE)
                .collect()
                .with(Collectors.summingInt(Integer::intValue))
                .invoke(purged -> {
                    if (purged > 0) {
                        LOG.infof("Purged %s: rows=%d older_than=%s", table.label(), purged, age);
                    }
                })
                .onFailure()
                .invoke(fault ->
                        LOG.warnf("Purge of %s failed, retrying at the next interval: %s", table.label(), fault))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private Uni<Integer> purgeBatch() {
        return TimedTransaction.run(
                pool,
                timeout,
                connection -> connection
                        .preparedQuery(sql)
                        .execute(Tuple.of((double) age.toSeconds(), BATCH_SIZE))
                        .map(rows -> rows.rowCount()));
    }
}
