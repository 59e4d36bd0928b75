package systems.tasker.events.postgres.pgmq;

import jakarta.inject.Singleton;

import io.quarkus.arc.DefaultBean;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.sqlclient.Pool;

/**
 * Makes the pool that all statements share.
 * Gives way to an application's own {@link PgPoolCreator}: with two of them Quarkus would silently use neither.
 */
@Singleton
@DefaultBean
final class BoundedPool implements PgPoolCreator {

    private static final String APPLICATION = "tasker-domain-events";

    private final BoundedPools pools;

    BoundedPool(BoundedPools pools) {
        this.pools = pools;
    }

    @Override
    public Pool create(Input input) {
        return pools.create(input, APPLICATION);
    }
}
