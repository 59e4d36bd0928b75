package systems.tasker.events.postgres.ledger;

import java.time.Duration;
import java.util.stream.Collectors;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jboss.logging.Logger;

import systems.tasker.events.postgres.pgmq.TimedTransaction;

/**
 * Forgets results that were accepted long ago, a batch at a time; their messages stay.
 *
 * <p>A result that is handed in again after that is taken for a new one, so the retention has to be longer than any sender retries.
 */
@Singleton
class AcceptedResultsPurge {

    private static final Logger LOG = Logger.getLogger(AcceptedResultsPurge.class);

    // Of several replicas, the one that gets the lock purges; the others find nothing to do. The lock ends with the
    // transaction.
    private static final String SQL = """
            with purger as materialized (
                select pg_try_advisory_xact_lock(7356270811942630145) as mine
            )
            delete from tasker_events.accepted_results
            where (step_uuid, attempt_key) in (
                select step_uuid, attempt_key
                from tasker_events.accepted_results, purger
                where purger.mine and accepted_at < now() - make_interval(secs => $1)
                limit $2)
            """;

    private final Pool pool;
    private final Duration retention;
    private final Duration timeout;

    @Inject
    AcceptedResultsPurge(Pool pool, LedgerConfig config) {
        this(pool, config.retention(), PurgeLimits.TIMEOUT);
    }

    AcceptedResultsPurge(Pool pool, Duration retention, Duration timeout) {
        this.pool = pool;
        this.retention = retention;
        this.timeout = timeout;
    }

    @Scheduled(
            every = "{tasker.ledger.purge-interval}",
            delayed = "{tasker.ledger.purge-interval}",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> purge() {
        return Multi.createBy()
                .repeating()
                .uni(this::purgeBatch)
                .whilst(purged -> purged == PurgeLimits.BATCH_SIZE)
                .collect()
                .with(Collectors.summingInt(Integer::intValue))
                .invoke(purged -> {
                    if (purged > 0) {
                        LOG.infof("Accepted results purged: rows=%d older_than=%s", purged, retention);
                    }
                })
                .onFailure()
                .invoke(fault -> LOG.warnf("Purge of accepted results failed, the next one will do: %s", fault))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private Uni<Integer> purgeBatch() {
        return TimedTransaction.run(
                pool,
                timeout,
                connection -> connection
                        .preparedQuery(SQL)
                        .execute(Tuple.of((double) retention.toSeconds(), PurgeLimits.BATCH_SIZE))
                        .map(rows -> rows.rowCount()));
    }
}
