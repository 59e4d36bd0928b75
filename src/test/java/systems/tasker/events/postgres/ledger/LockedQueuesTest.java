package systems.tasker.events.postgres.ledger;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.SampleCommits;
import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.publication.store.CommitVerdict.Committed;
import systems.tasker.events.publication.store.ResultCommit;
import systems.tasker.events.publication.store.StoreUnavailableException;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

@QuarkusTest
class LockedQueuesTest {

    private static final String NOTIFICATIONS = "locked_notifications";
    private static final String LOCKED = "locked_Events";
    private static final String OTHER = "locked_other_events";
    private static final List<String> QUEUES = List.of(NOTIFICATIONS, LOCKED, OTHER);
    private static final String LOCK = "lock table pgmq.q_locked_events in access exclusive mode";

    @Inject
    Pool pool;

    private final Database database = Database.ofTests();
    private final SampleCommits commits = new SampleCommits(NOTIFICATIONS);
    private final Statements statements = new Statements();
    private GroupCommit groupCommit;

    @BeforeEach
    void createQueues() {
        QUEUES.forEach(queue -> database.execute("select pgmq.create(?)", queue));
        groupCommit = new GroupCommit(
                pool,
                new AcceptedResults(pool, SynchronousCommit.ON),
                queues -> {},
                statements,
                CommitSettings.of(Duration.ofMillis(300)));
    }

    @AfterEach
    void dropQueues() {
        QUEUES.forEach(queue -> database.execute("select pgmq.drop_queue(?)", queue));
    }

    @Test
    void rejectsResultsForALockedQueueOnly() {
        var forLocked = commit(LOCKED);

        database.whileHolding(
                () -> {
                    // When
                    var outcomes = outcomes(commit(OTHER), forLocked, commit(OTHER));

                    // Then
                    assertThat(outcomes.get(0)).isInstanceOf(Committed.class);
                    assertThat(outcomes.get(1)).isInstanceOf(StoreUnavailableException.class);
                    assertThat(outcomes.get(2)).isInstanceOf(Committed.class);
                },
                LOCK);

        await().until(() -> outcomes(forLocked).get(0) instanceof Committed);
        assertThat(database.number("select count(*) from pgmq.q_locked_events")).isOne();
    }

    @Test
    void waitsForALockOnceThenRejectsAtOnce() {
        database.whileHolding(
                () -> {
                    // Given
                    outcomes(commit(LOCKED));
                    statements.clear();

                    // When
                    for (int i = 0; i < 20; i++) {
                        assertThat(outcomes(commit(LOCKED), commit(OTHER)))
                                .hasAtLeastOneElementOfType(StoreUnavailableException.class)
                                .hasAtLeastOneElementOfType(Committed.class);
                    }

                    // Then
                    assertThat(statements).hasSize(20).containsOnly(1);
                },
                LOCK);
    }

    @Test
    void rejectsAllResultsWhileTheNotificationQueueIsLocked() {
        database.whileHolding(
                () -> assertThat(outcomes(commit(LOCKED), commit(OTHER)))
                        .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(StoreUnavailableException.class)),
                "lock table pgmq.q_" + NOTIFICATIONS + " in share mode");
    }

    private ResultCommit commit(String queue) {
        return commits.commit(UUID.randomUUID(), queue, List.of(SampleStep.event("storm.locked")));
    }

    /** The verdict of each, or the fault instead. */
    private List<Object> outcomes(ResultCommit... batch) {
        return CommitBatch.start(groupCommit, List.of(batch)).stream()
                .map(verdict -> verdict.handle((given, fault) -> given == null ? cause(fault) : (Object) given)
                        .join())
                .toList();
    }

    private static Throwable cause(Throwable fault) {
        return fault instanceof CompletionException wrapped ? wrapped.getCause() : fault;
    }
}
