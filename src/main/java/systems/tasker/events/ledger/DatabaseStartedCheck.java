package systems.tasker.events.ledger;

import jakarta.inject.Singleton;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Started means that the database is prepared: the migrations have run, whoever runs them, and PGMQ is there. */
@Singleton
@Startup
class DatabaseStartedCheck implements AsyncHealthCheck {

    private static final String NAME = "database-prepared";

    private final Pool pool;
    private final LedgerConfig config;

    DatabaseStartedCheck(Pool pool, LedgerConfig config) {
        this.pool = pool;
        this.config = config;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return pool.query(
                        "select coalesce((select extversion from pg_extension where extname = 'pgmq'), 'unknown'),"
                                + " to_regclass('pgmq.meta') is not null, to_regclass('tasker_events.accepted_results') is not null")
                .execute()
                .map(rows -> rows.iterator().next())
                .map(row -> HealthCheckResponse.named(NAME)
                        .withData("pgmq", row.getString(0))
                        .withData("migrated", row.getBoolean(2))
                        .status(row.getBoolean(1) && row.getBoolean(2))
                        .build())
                .ifNoItem()
                .after(config.commitTimeout())
                .fail()
                .onFailure()
                .recoverWithItem(fault -> HealthCheckResponse.named(NAME)
                        .withData("fault", String.valueOf(fault.getMessage()))
                        .down()
                        .build());
    }
}
