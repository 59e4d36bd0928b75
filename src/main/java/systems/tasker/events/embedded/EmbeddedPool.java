package systems.tasker.events.embedded;

import jakarta.inject.Singleton;

import io.quarkus.arc.DefaultBean;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;

/**
 * Points the reactive pool at the embedded server when the URL asks for it.
 * Gives way to an application's own {@link PgPoolCreator}: with two of them Quarkus would silently use neither.
 */
@Singleton
@DefaultBean
final class EmbeddedPool implements PgPoolCreator {

    private final EmbeddedServer server;

    EmbeddedPool(EmbeddedServer server) {
        this.server = server;
    }

    @Override
    public Pool create(Input input) {
        return PgBuilder.pool()
                .with(input.poolOptions())
                .connectingTo(input.pgConnectOptionsList().stream()
                        .<SqlConnectOptions>map(this::resolve)
                        .toList())
                .using(input.vertx())
                .build();
    }

    PgConnectOptions resolve(PgConnectOptions options) {
        if (!options.getHost().equals(EmbeddedServer.PLACEHOLDER)) {
            return options;
        }
        ServerAddress address = server.address();
        return new PgConnectOptions(options)
                .setHost(address.host())
                .setPort(address.port())
                .setUser(ServerAddress.USER);
    }
}
