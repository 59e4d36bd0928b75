package systems.tasker.events.postgres.ledger;

import jakarta.inject.Singleton;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/**
 * Deletes the rows of results that were accepted long ago; their messages stay.
 *
 * <p>A result that is submitted again after that is accepted as a new one, so the window has to be longer than any sender retries.
 */
@Singleton
class AcceptedResultsPurge {

    private final Purge purge;

    AcceptedResultsPurge(Pool pool, LedgerConfig config) {
        var retention = config.retention();
        this.purge = new Purge(
                pool, Purge.Table.ACCEPTED_RESULTS, retention.window(), retention.batchSize(), retention.timeout());
    }

    @Scheduled(
            every = "{tasker.ledger.retention.interval}",
            delayed = "{tasker.ledger.retention.interval}",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> purge() {
        return purge.run();
    }
}
