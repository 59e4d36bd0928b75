package systems.tasker.events.postgres.ledger;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.TestQueues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@QuarkusTest
class CommitProbeTest {

    @Inject
    Pool pool;

    @Inject
    LedgerConfig config;

    private final Database database = Database.ofTests();
    private TestQueues queues;
    private String queue;
    private CommitProbe probe;

    @BeforeEach
    void create() {
        queues = new TestQueues(pool);
        queue = queues.create("probed");
        probe = new CommitProbe(pool, queue, config);
    }

    @AfterEach
    void drop() {
        queues.drop(queue);
    }

    @Test
    void leavesNothingAndTakesOneMessageId() {
        // Given
        var first = queues.send(queue, "{}", null);

        // When
        probe.run().await().indefinitely();

        // Then
        assertThat(queues.in(queue)).extracting(TestQueues.Message::id).containsExactly(first);
        assertThat(queues.send(queue, "{}", null)).isEqualTo(first + 2);
        assertThat(database.number("select count(*) from tasker_events.accepted_results where body_digest = 'probe'"))
                .isZero();
    }

    @Test
    void failsLikeACommitWhenTheQueueIsMissing() {
        // Given
        database.execute("alter table " + TestQueues.table(queue) + " rename to probed_away");

        // When
        var run = probe.run();

        // Then
        assertThatThrownBy(() -> run.await().indefinitely())
                .isInstanceOfSatisfying(
                        PgException.class,
                        fault -> assertThat(fault.getSqlState()).isEqualTo("42P01"));
        database.execute("alter table pgmq.probed_away rename to \"" + "q_" + queue + "\"");
    }

    @Test
    void waitsForALockNoLongerThanACommit() {
        database.whileHolding(
                () -> assertThatThrownBy(() -> probe.run().await().indefinitely())
                        .isInstanceOfSatisfying(
                                PgException.class,
                                fault -> assertThat(fault.getSqlState()).isEqualTo("55P03")),
                "lock table " + TestQueues.table(queue) + " in access exclusive mode");
    }
}
