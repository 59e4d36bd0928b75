package systems.tasker.events.postgres.ledger;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.quarkus.arc.DefaultBean;
import io.vertx.mutiny.sqlclient.Pool;

import systems.tasker.events.event.EventIds;
import systems.tasker.events.publication.store.ContextStore;
import systems.tasker.events.step.AttemptsConvention;

/** Wires the store of claimed contexts. */
@Singleton
class ContextBeans {

    // Some thousand contexts in a small heap, each of which saves a query.
    private static final long HEAP_SHARE = 16;

    @Produces
    @Singleton
    @DefaultBean
    ContextStore contexts(Pool pool, ContextConfig config, LedgerConfig ledger, AttemptsConvention convention) {
        return new PgContextStore(
                pool,
                config.retention(),
                Runtime.getRuntime().maxMemory() / HEAP_SHARE,
                convention,
                ledger.timeout(),
                new EventIds()::next);
    }
}
