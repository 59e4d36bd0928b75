package systems.tasker.events.postgres.ledger;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.SampleCommits;
import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.fixture.TestQueues;
import systems.tasker.events.postgres.server.ServerState;
import systems.tasker.events.publication.store.CommitVerdict.Committed;
import systems.tasker.events.publication.store.ResultCommit;
import systems.tasker.events.publication.store.WeakDurabilityException;

import static org.assertj.core.api.Assertions.assertThat;

/** The embedded server has fsync off, so it promises nothing. */
@QuarkusTest
class RequiredDurabilityTest {

    private final Database database = Database.ofTests();

    @Inject
    Pool pool;

    private TestQueues queues;
    private String notifications;
    private String events;

    @BeforeEach
    void create() {
        queues = new TestQueues(pool);
        notifications = queues.create("durability_notifications");
        events = queues.create("durability_events");
    }

    @AfterEach
    void drop() {
        queues.drop(notifications);
        queues.drop(events);
    }

    @Test
    void acceptsNothingWhileTheDatabasePromisesLess() {
        for (var required : List.of(Durability.LOCAL, Durability.REPLICATED)) {
            // Given
            var step = UUID.randomUUID();

            // When
            var verdict = CommitBatch.start(committer(required), List.of(commit(step)))
                    .get(0);

            // Then
            assertThat(verdict)
                    .failsWithin(Duration.ofMinutes(2))
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(WeakDurabilityException.class)
                    .withMessageContaining("required-durability=" + required.label());
            assertThat(queues.in(events)).isEmpty();
            assertThat(queues.in(notifications)).isEmpty();
            assertThat(database.number("select count(*) from tasker_events.accepted_results where step_uuid = ?", step))
                    .isZero();
        }
    }

    @Test
    void acceptsResultsWithoutARequirement() {
        var verdict = CommitBatch.start(committer(Durability.NONE), List.of(commit(UUID.randomUUID())))
                .get(0)
                .join();

        assertThat(verdict).isInstanceOf(Committed.class);
        assertThat(queues.in(events)).hasSize(1);
    }

    @Test
    void readsTheServer() {
        var server = ServerState.read(pool).await().indefinitely();

        assertThat(server.role()).isEqualTo("primary");
        assertThat(Durability.of(server, SynchronousCommit.ON)).isEqualTo(Durability.NONE);
        assertThat(server.synchronousStandbys()).contains(0L);
    }

    private GroupCommit committer(Durability required) {
        return new GroupCommit(
                pool,
                new AcceptedResults(pool, SynchronousCommit.ON),
                queues -> {},
                messages -> {},
                new CommitSettings(Duration.ofSeconds(10), SynchronousCommit.ON, required));
    }

    private ResultCommit commit(UUID step) {
        return new SampleCommits(notifications).commit(step, events, List.of(SampleStep.event("storm.durable")));
    }
}
