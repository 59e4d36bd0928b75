package systems.tasker.events.postgres.ledger;

import jakarta.inject.Singleton;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready means that results can be accepted: the database answers and is writable. */
@Singleton
@Readiness
class DatabaseReadyCheck implements AsyncHealthCheck {

    private final DatabaseChecks database;

    DatabaseReadyCheck(Pool pool, LedgerConfig config) {
        this.database = new DatabaseChecks(pool, config);
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return database.response(
                "database",
                "select current_setting('server_version'), pg_is_in_recovery(), (select count(*) from pgmq.meta)",
                (row, response) ->
                        response.withData("postgresql", row.getString(0)).withData("queues", row.getLong(2)),
                row -> !row.getBoolean(1));
    }
}
