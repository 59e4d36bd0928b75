package systems.tasker.events.postgres.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.SampleCommits;
import systems.tasker.events.publication.store.ResultCommit;
import systems.tasker.events.publication.store.StoreUnavailableException;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

@QuarkusTest
class CommitTimeoutTest {

    private static final String NOTIFICATIONS = "orchestration_step_results";

    @Inject
    Pool pool;

    private PgmqLedger ledger;

    @BeforeEach
    void createImpatientLedger() {
        // A commit waits for a lock for longer than its caller waits for the commit.
        var settings = CommitSettings.of(Duration.ofSeconds(2));
        ledger = new PgmqLedger(pool, Duration.ofMillis(500), settings, 1, queues -> {}, messages -> {});
    }

    private final Database database = Database.ofTests();
    private final SampleCommits commits = new SampleCommits(NOTIFICATIONS);

    @Test
    void withdrawsACommitAtItsTimeout() {
        // Given
        var results = IntStream.range(0, 10)
                .mapToObj(i -> commits.commit(UUID.randomUUID(), "none", List.of()))
                .toList();

        // When the lane waits for a lock until every caller has its 503
        database.whileHolding(
                () -> assertThat(results.stream()
                                .map(ledger::commit)
                                .map(commit -> commit.onItemOrFailure().transform((verdict, fault) -> fault))
                                .map(Uni::subscribeAsCompletionStage)
                                .toList())
                        .allSatisfy(fault -> assertThat(fault.join()).isInstanceOf(StoreUnavailableException.class)),
                Database.NOTIFICATIONS_LOCK);

        // Then only the one in the lane was committed before the next one was
        var next = commits.commit(UUID.randomUUID(), "none", List.of());
        await().ignoreExceptions().until(() -> ledger.commit(next).await().indefinitely(), Objects::nonNull);
        assertThat(accepted(results)).isOne();
    }

    private long accepted(List<ResultCommit> results) {
        return database.number(
                "select count(*) from tasker_events.accepted_results where step_uuid = any(?::text[]::uuid[])",
                (Object) results.stream()
                        .map(result -> result.key().stepUuid().toString())
                        .toArray(String[]::new));
    }
}
