package systems.tasker.events.ledger;

import jakarta.inject.Singleton;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready means that a result could be accepted: the database answers and can be written to. */
@Singleton
@Readiness
class DatabaseReadyCheck implements AsyncHealthCheck {

    private static final String NAME = "database";

    private final Pool pool;
    private final LedgerConfig config;

    DatabaseReadyCheck(Pool pool, LedgerConfig config) {
        this.pool = pool;
        this.config = config;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return pool.query(
                        "select current_setting('server_version'), pg_is_in_recovery(), (select count(*) from pgmq.meta)")
                .execute()
                .map(rows -> rows.iterator().next())
                .map(row -> HealthCheckResponse.named(NAME)
                        .withData("postgresql", row.getString(0))
                        .withData("queues", row.getLong(2))
                        .status(!row.getBoolean(1))
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
