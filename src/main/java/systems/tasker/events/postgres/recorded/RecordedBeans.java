package systems.tasker.events.postgres.recorded;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.vertx.mutiny.sqlclient.Pool;

/** Produces the reader of the database. */
@Singleton
class RecordedBeans {

    @Produces
    @Singleton
    RecordedDatabase recordedDatabase(Pool pool) {
        return new RecordedDatabase(pool);
    }
}
