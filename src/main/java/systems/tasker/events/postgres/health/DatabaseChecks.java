package systems.tasker.events.postgres.health;

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

    // As long as a commit has by default.
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Pool pool;

    DatabaseChecks(Pool pool) {
        this.pool = pool;
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
                .after(TIMEOUT)
                .fail()
                .onFailure()
                .recoverWithItem(fault -> HealthCheckResponse.named(name)
                        .withData("fault", String.valueOf(fault.getMessage()))
                        .down()
                        .build());
    }
}
