package systems.tasker.events.postgres.ledger;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.InlineStep;
import systems.tasker.events.fixture.SampleCommits;
import systems.tasker.events.fixture.SampleStep;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
class PreparedStatementsTest {

    // PostgreSQL plans a statement anew this often before it considers a plan for any parameters.
    private static final int CUSTOM_PLANS = 5;
    private static final String PREPARED = """
            select name, custom_plans, generic_plans from pg_prepared_statements
            where statement like '%insert into tasker_events.accepted_results%'""";

    private final SampleCommits commits = new SampleCommits("orchestration_step_results");

    @Inject
    Pool pool;

    /** A statement without a name takes one more round trip, and a PgBouncer in transaction mode loses it. */
    @Test
    void preparesTheStatementThatAcceptsResultsByName() {
        assertThat(accept(1).getString("name")).isNotBlank();
    }

    @Test
    void plansTheStatementForSmallBatchesOnce() {
        // When
        var prepared = accept(CUSTOM_PLANS + 10);

        // Then
        assertThat(prepared.getLong("custom_plans")).isLessThanOrEqualTo(CUSTOM_PLANS);
        assertThat(prepared.getLong("generic_plans")).isGreaterThanOrEqualTo(10);
    }

    /** A session may belong to others afterwards, for instance behind PgBouncer. */
    @Test
    void plansTheStatementsOfItsFunctionsOnceForThisTransactionAlone() {
        // Given
        var settings = CommitSettings.of(Duration.ofSeconds(2));

        // When
        var modes = pool.withConnection(connection -> connection
                        .begin()
                        .chain(transaction -> AcceptStatement.execute(connection, List.of(pending()), settings)
                                .chain(() -> planCacheMode(connection))
                                .call(transaction::commit))
                        .chain(during -> planCacheMode(connection).map(after -> List.of(during, after))))
                .await()
                .indefinitely();

        // Then
        assertThat(modes).containsExactly("force_generic_plan", "auto");
    }

    private static Uni<String> planCacheMode(SqlClient sql) {
        return sql.query("show plan_cache_mode")
                .execute()
                .map(rows -> rows.iterator().next().getString(0));
    }

    /** Accepts results one after the other on one connection; the statement as its session knows it. */
    private Row accept(int results) {
        var settings = CommitSettings.of(Duration.ofSeconds(2));
        return pool.withConnection(connection -> Multi.createFrom()
                        .range(0, results)
                        .onItem()
                        .transformToUniAndConcatenate(
                                number -> AcceptStatement.execute(connection, List.of(pending()), settings))
                        .collect()
                        .last()
                        .chain(accepted -> connection.query(PREPARED).execute()))
                .map(prepared -> prepared.iterator().next())
                .await()
                .indefinitely();
    }

    private PendingCommit pending() {
        var event = SampleStep.event("storm.prepared");
        return new PendingCommit(commits.commit(UUID.randomUUID(), InlineStep.QUEUE, List.of(event)), null);
    }
}
