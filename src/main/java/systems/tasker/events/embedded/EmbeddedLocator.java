package systems.tasker.events.embedded;

import jakarta.inject.Singleton;

import io.vertx.pgclient.PgConnectOptions;

import systems.tasker.events.postgres.pgmq.ServerLocator;

/** Points the reactive pools at the embedded server when the URL asks for it. */
@Singleton
final class EmbeddedLocator implements ServerLocator {

    private final EmbeddedServer server;

    EmbeddedLocator(EmbeddedServer server) {
        this.server = server;
    }

    @Override
    public PgConnectOptions locate(PgConnectOptions options) {
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
