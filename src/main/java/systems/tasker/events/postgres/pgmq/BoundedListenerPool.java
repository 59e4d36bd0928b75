package systems.tasker.events.postgres.pgmq;

import jakarta.inject.Singleton;

import io.quarkus.arc.DefaultBean;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.sqlclient.Pool;

/** Makes the connection that listens for notifications; Quarkus asks for a bean per datasource. */
@Singleton
@DefaultBean
@ReactiveDataSource("listener")
final class BoundedListenerPool implements PgPoolCreator {

    private final BoundedPools pools;

    BoundedListenerPool(BoundedPools pools) {
        this.pools = pools;
    }

    @Override
    public Pool create(Input input) {
        return pools.create(input, QueueWakeUps.LISTENER_APPLICATION);
    }
}
