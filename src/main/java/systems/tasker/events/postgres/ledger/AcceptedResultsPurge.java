package systems.tasker.events.postgres.ledger;

import java.time.Duration;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/**
 * Deletes the rows of results that were accepted long ago; their messages stay.
 *
 * <p>A result that is submitted again after that is accepted as a new one, so the retention has to be longer than any sender retries.
 */
@Singleton
class AcceptedResultsPurge {

    private final Purge purge;

    @Inject
    AcceptedResultsPurge(Pool pool, LedgerConfig config) {
        this(pool, config.retention(), PurgeLimits.TIMEOUT);
    }

    AcceptedResultsPurge(Pool pool, Duration retention, Duration timeout) {
        this.purge = new Purge(pool, Purge.Table.ACCEPTED_RESULTS, retention, PurgeLimits.BATCH_SIZE, timeout);
    }

    @Scheduled(
            every = "{tasker.ledger.purge-interval}",
            delayed = "{tasker.ledger.purge-interval}",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> purge() {
        return purge.run();
    }
}
