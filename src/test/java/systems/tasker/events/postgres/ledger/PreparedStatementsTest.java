package systems.tasker.events.postgres.ledger;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.InlineStep;
import systems.tasker.events.fixture.SampleCommits;
import systems.tasker.events.fixture.SampleStep;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
class PreparedStatementsTest {

    private static final String PREPARED = """
            select name from pg_prepared_statements where statement like '%insert into tasker_events.accepted_results%'""";

    private final SampleCommits commits = new SampleCommits("orchestration_step_results");

    @Inject
    Pool pool;

    /** A statement without a name takes one more round trip, and a PgBouncer in transaction mode loses it. */
    @Test
    void preparesTheStatementThatAcceptsResultsByName() {
        // Given
        var commit = commits.commit(UUID.randomUUID(), InlineStep.QUEUE, List.of(SampleStep.event("storm.prepared")));
        var settings = CommitSettings.of(Duration.ofSeconds(2));

        // When
        var prepared = pool.withConnection(connection -> AcceptStatement.execute(
                                connection, List.of(new PendingCommit(commit, null)), settings)
                        .chain(accepted -> connection.query(PREPARED).execute()))
                .await()
                .indefinitely();

        // Then
        assertThat(prepared.size()).isOne();
        assertThat(prepared.iterator().next().getString("name")).isNotBlank();
    }
}
