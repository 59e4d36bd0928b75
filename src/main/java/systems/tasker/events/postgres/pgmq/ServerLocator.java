package systems.tasker.events.postgres.pgmq;

import io.vertx.pgclient.PgConnectOptions;

/** Knows where a server is whose URL holds but a placeholder; a bean of it is asked before the first connection, and may take its time. */
@FunctionalInterface
public interface ServerLocator {

    /** The options with the server's address; those of any other server as they are. */
    PgConnectOptions locate(PgConnectOptions options);
}
