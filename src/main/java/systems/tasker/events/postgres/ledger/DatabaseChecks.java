package systems.tasker.events.postgres.ledger;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** Runs health checks on the database; one that fails or times out is down, and the response holds the fault. */
final class DatabaseChecks {

    private final Pool pool;
    private final Duration timeout;

    DatabaseChecks(Pool pool, LedgerConfig config) {
        this.pool = pool;
        this.timeout = config.timeout();
    }

    /**
     * The response of a check.
     *
     * @param query a query for one row
     * @param show adds data of the row to the response
     * @param isUp whether the row means up
     */
    Uni<HealthCheckResponse> response(
            String name, String query, BiConsumer<Row, HealthCheckResponseBuilder> show, Predicate<Row> isUp) {
        return pool.query(query)
                .execute()
                .map(rows -> rows.iterator().next())
                .map(row -> {
                    var response = HealthCheckResponse.named(name);
                    show.accept(row, response);
                    return response.status(isUp.test(row)).build();
                })
                .ifNoItem()
                .after(timeout)
                .fail()
                .onFailure()
                .recoverWithItem(fault -> HealthCheckResponse.named(name)
                        .withData("fault", String.valueOf(fault.getMessage()))
                        .down()
                        .build());
    }
}
