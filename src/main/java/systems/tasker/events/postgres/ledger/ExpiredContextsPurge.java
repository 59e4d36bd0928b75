package systems.tasker.events.postgres.ledger;

import java.time.Duration;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/** Deletes the contexts of steps for which no result was submitted. */
@Singleton
class ExpiredContextsPurge {

    private final Purge purge;

    @Inject
    ExpiredContextsPurge(Pool pool, ContextConfig config) {
        this(pool, config.retention(), PurgeLimits.TIMEOUT);
    }

    ExpiredContextsPurge(Pool pool, Duration retention, Duration timeout) {
        this.purge = new Purge(pool, Purge.Table.CLAIMED_CONTEXTS, retention, PurgeLimits.BATCH_SIZE, timeout);
    }

    @Scheduled(
            every = "{tasker.ledger.purge-interval}",
            delayed = "{tasker.ledger.purge-interval}",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> purge() {
        return purge.run();
    }
}
