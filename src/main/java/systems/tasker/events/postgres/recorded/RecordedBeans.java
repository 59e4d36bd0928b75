package systems.tasker.events.postgres.recorded;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.vertx.mutiny.sqlclient.Pool;

import systems.tasker.events.postgres.pgmq.PrimaryServers;

/** Produces the reader of the database. */
@Singleton
class RecordedBeans {

    @Produces
    @Singleton
    RecordedDatabase recordedDatabase(PrimaryServers servers, Pool pool) {
        return new RecordedDatabase(() -> servers.open().orElseGet(pool::getConnection));
    }
}
