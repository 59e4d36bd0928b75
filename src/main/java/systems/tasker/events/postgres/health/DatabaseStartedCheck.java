package systems.tasker.events.postgres.health;

import jakarta.inject.Singleton;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Started means that the database is prepared: PGMQ is installed and the migrations have run, in this process or another. */
@Singleton
@Startup
class DatabaseStartedCheck implements AsyncHealthCheck {

    private final DatabaseChecks database;

    DatabaseStartedCheck(Pool pool) {
        this.database = new DatabaseChecks(pool);
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return database.response(
                "database-prepared",
                "select coalesce((select extversion from pg_extension where extname = 'pgmq'), 'unknown'),"
                        + " to_regclass('pgmq.meta') is not null, to_regclass('tasker_events.accepted_results') is not null",
                (row, response) -> response.withData("pgmq", row.getString(0)).withData("migrated", row.getBoolean(2)),
                row -> row.getBoolean(1) && row.getBoolean(2));
    }
}
