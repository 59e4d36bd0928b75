package systems.tasker.events.postgres.ledger;

import java.time.Duration;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

import systems.tasker.events.observability.PeriodicTask;

/** Deletes the contexts of steps for which no result was submitted. */
@Singleton
class ExpiredContextsPurge implements PeriodicTask {

    private final Purge purge;
    private final Duration interval;

    @Inject
    ExpiredContextsPurge(Pool pool, ContextConfig config, LedgerConfig ledger) {
        this(pool, config.retention(), PurgeLimits.TIMEOUT, ledger.purgeInterval());
    }

    ExpiredContextsPurge(Pool pool, Duration retention, Duration timeout, Duration interval) {
        this.purge = new Purge(pool, Purge.Table.CLAIMED_CONTEXTS, retention, PurgeLimits.BATCH_SIZE, timeout);
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
