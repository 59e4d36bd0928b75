package systems.tasker.events.embedded;

import jakarta.inject.Singleton;

import io.quarkus.arc.DefaultBean;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.sqlclient.Pool;

/** Points the connection that listens for notifications at the embedded server, too; Quarkus asks for a bean per datasource. */
@Singleton
@DefaultBean
@ReactiveDataSource("listener")
final class EmbeddedListenerPool implements PgPoolCreator {

    private final EmbeddedServer server;

    EmbeddedListenerPool(EmbeddedServer server) {
        this.server = server;
    }

    @Override
    public Pool create(Input input) {
        return new EmbeddedPool(server).create(input);
    }
}
