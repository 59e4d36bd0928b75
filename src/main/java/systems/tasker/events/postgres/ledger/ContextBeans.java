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

    // As JSON text: some thousand contexts, each of which saves a query.
    private static final long CACHE_SIZE = 16 << 20;

    @Produces
    @Singleton
    @DefaultBean
    ContextStore contexts(Pool pool, ContextConfig config, LedgerConfig ledger, AttemptsConvention convention) {
        return new PgContextStore(
                pool, config.retention(), CACHE_SIZE, convention, ledger.timeout(), new EventIds()::next);
    }
}
