package systems.tasker.events.postgres.ledger;

import jakarta.inject.Singleton;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/** Deletes the contexts of steps for which no result was submitted. */
@Singleton
class ExpiredContextsPurge {

    private final Purge purge;

    ExpiredContextsPurge(Pool pool, ContextConfig config) {
        this.purge = new Purge(
                pool, Purge.Table.CLAIMED_CONTEXTS, config.expiry(), config.purgeBatchSize(), config.purgeTimeout());
    }

    @Scheduled(
            every = "{tasker.context.purge-interval}",
            delayed = "{tasker.context.purge-interval}",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> purge() {
        return purge.run();
    }
}
