package systems.tasker.events.postgres.ledger;

import java.time.Duration;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

import systems.tasker.events.observability.PeriodicTask;

/**
 * Deletes the rows of results that were accepted long ago; their messages stay.
 *
 * <p>A result that is submitted again after that is accepted as a new one, so the retention has to be longer than any sender retries.
 */
@Singleton
class AcceptedResultsPurge implements PeriodicTask {

    private final Purge purge;
    private final Duration interval;

    @Inject
    AcceptedResultsPurge(Pool pool, LedgerConfig config) {
        this(pool, config.retention(), PurgeLimits.TIMEOUT, config.purgeInterval());
    }

    AcceptedResultsPurge(Pool pool, Duration retention, Duration timeout, Duration interval) {
        this.purge = new Purge(pool, Purge.Table.ACCEPTED_RESULTS, retention, PurgeLimits.BATCH_SIZE, timeout);
        this.interval = interval;
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public Uni<Void> run() {
        return purge.run();
    }
}
