package systems.tasker.events.postgres.ledger;

import java.time.Duration;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jboss.logging.Logger;

import systems.tasker.events.postgres.pgmq.TimedTransaction;

/** Deletes the contexts of steps whose result never came. */
@Singleton
class ExpiredContextsPurge {

    private static final Logger LOG = Logger.getLogger(ExpiredContextsPurge.class);

    // Of several replicas, the one that gets the lock purges; the others find nothing to do. The lock ends with the
    // transaction.
    private static final String SQL = """
            with purger as materialized (
                select pg_try_advisory_xact_lock(7356270811942630146) as mine
            )
            delete from tasker_events.claimed_contexts
            where step_uuid in (
                select step_uuid
                from tasker_events.claimed_contexts, purger
                where purger.mine and claimed_at < now() - make_interval(secs => $1)
                limit $2)
            """;

    private final Pool pool;
    private final Duration retention;
    private final Duration timeout;

    @Inject
    ExpiredContextsPurge(Pool pool, ContextConfig config) {
        this(pool, config.retention(), PurgeLimits.TIMEOUT);
    }

    ExpiredContextsPurge(Pool pool, Duration retention, Duration timeout) {
        this.pool = pool;
        this.retention = retention;
        this.timeout = timeout;
    }

    @Scheduled(
            every = "{tasker.ledger.purge-interval}",
            delayed = "{tasker.ledger.purge-interval}",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> purge() {
        return TimedTransaction.run(
                        pool,
                        timeout,
                        connection -> connection
                                .preparedQuery(SQL)
                                .execute(Tuple.of((double) retention.toSeconds(), PurgeLimits.BATCH_SIZE))
                                .map(rows -> rows.rowCount()))
                .chain(purged -> {
                    if (purged > 0) {
                        LOG.infof("Expired contexts purged: rows=%d older_than=%s", purged, retention);
                    }
                    // Claims that never end are rare; where there are many all the same, the next batch is due at once.
                    return purged == PurgeLimits.BATCH_SIZE
                            ? purge()
                            : Uni.createFrom().voidItem();
                })
                .onFailure()
                .invoke(fault -> LOG.warnf("Purge of expired contexts failed, the next one will do: %s", fault))
                .onFailure()
                .recoverWithNull();
    }
}
