package systems.tasker.events.postgres.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.InlineStep;
import systems.tasker.events.fixture.SampleCommits;
import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.publication.store.CommitVerdict;
import systems.tasker.events.publication.store.CommitVerdict.AlreadyAccepted;
import systems.tasker.events.publication.store.CommitVerdict.Committed;
import systems.tasker.events.publication.store.ResultCommit;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

@QuarkusTest
class DeadlockTest {

    private static final String NOTIFICATIONS = "orchestration_step_results";
    private static final String DEADLOCKS = "select sum(deadlocks) from pg_stat_database";

    @Inject
    Pool pool;

    private final Database database = Database.ofTests();
    private final SampleCommits commits = new SampleCommits(NOTIFICATIONS);

    @Test
    void acceptsEveryResultOnceAfterADeadlock() {
        // Given
        var groupCommit = CommitBatch.committer(pool);
        var deadlocks = database.number(DEADLOCKS);
        var one = commit();
        var two = commit();
        var pause = commit();
        var otherPause = commit();
        var verdicts = new ArrayList<CompletableFuture<CommitVerdict>>();

        // When each has inserted its first, and goes on to the other's first
        database.whileHolding(
                () -> {
                    verdicts.addAll(CommitBatch.start(groupCommit, List.of(one, pause, two)));
                    verdicts.addAll(CommitBatch.start(groupCommit, List.of(two, otherPause, one)));
                    await().until(() -> database.waiting() >= 2);
                },
                """
                insert into tasker_events.accepted_results
                    (step_uuid, attempt_key, body_digest, receipt, notification_msg_id, event_msg_ids)
                select step_uuid::uuid, '1', 'digest', '{}', 0, '{}' from unnest(?::text[]) as step_uuid
                """,
                (Object) steps(pause, otherPause));

        // Then
        var ended = verdicts.stream().map(CompletableFuture::join).toList();
        assertThat(ended).filteredOn(Committed.class::isInstance).hasSize(4);
        assertThat(ended).filteredOn(AlreadyAccepted.class::isInstance).hasSize(2);
        var accepted = (Object) steps(one, two, pause, otherPause);
        assertThat(messages(NOTIFICATIONS, "'step_uuid'", accepted)).isEqualTo(4);
        assertThat(messages(InlineStep.QUEUE, "'event_id'", (Object) events(one, two, pause, otherPause)))
                .isEqualTo(4);
        await().untilAsserted(() -> assertThat(database.number(DEADLOCKS)).isGreaterThan(deadlocks));
    }

    private ResultCommit commit() {
        return commits.commit(UUID.randomUUID(), InlineStep.QUEUE, List.of(SampleStep.event("storm.first")));
    }

    private static String[] steps(ResultCommit... commits) {
        return Stream.of(commits)
                .map(commit -> commit.key().stepUuid().toString())
                .toArray(String[]::new);
    }

    private static String[] events(ResultCommit... commits) {
        return Stream.of(commits)
                .map(commit -> commit.durableEvents().get(0).event().eventId().toString())
                .toArray(String[]::new);
    }

    private long messages(String queue, String field, Object ids) {
        return database.number(
                "select count(*) from pgmq.q_" + queue + " where message ->> " + field + " = any(?::text[])", ids);
    }
}
