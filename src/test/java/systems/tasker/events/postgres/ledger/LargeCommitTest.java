package systems.tasker.events.postgres.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.opentelemetry.api.trace.SpanContext;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.SampleCommits;
import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.publication.store.CommitVerdict;
import systems.tasker.events.publication.store.CommitVerdict.AlreadyAccepted;
import systems.tasker.events.publication.store.CommitVerdict.Committed;
import systems.tasker.events.publication.store.CommitVerdict.EventsRefused;
import systems.tasker.events.publication.store.DurableEvent;
import systems.tasker.events.publication.store.ResultCommit;

import static org.assertj.core.api.Assertions.assertThat;

/** A result whose messages are too large for one statement is committed in one transaction of several. */
@QuarkusTest
class LargeCommitTest {

    private static final String NOTIFICATIONS = "large_commit_notifications";
    private static final String EVENTS = "large_commit_events";
    private static final String COPIES = "large_commit_copies";
    private static final Duration PLENTY = Duration.ofSeconds(60);
    private static final int PAYLOAD = 900_000;

    @Inject
    Pool pool;

    private final Database database = Database.ofTests();
    private final SampleCommits commits = new SampleCommits(NOTIFICATIONS);
    private PgmqLedger ledger;

    @BeforeEach
    void createQueues() {
        var config = ConfigProvider.getConfig().unwrap(SmallRyeConfig.class);
        ledger = new PgmqLedger(pool, config.getConfigMapping(LedgerConfig.class), queues -> {}, messages -> {});
        List.of(NOTIFICATIONS, EVENTS, COPIES).forEach(queue -> database.execute("select pgmq.create(?)", queue));
    }

    @AfterEach
    void dropQueues() {
        List.of(NOTIFICATIONS, EVENTS, COPIES).forEach(queue -> database.execute("select pgmq.drop_queue(?)", queue));
    }

    @Test
    void commitsALargeResultInOneTransaction() {
        // Given
        var large = commits.commit(UUID.randomUUID(), EVENTS, events(7));

        // When
        var verdict = commit(large);

        // Then
        assertThat(large.size()).isGreaterThan(3 * LargeCommit.THRESHOLD);
        assertThat(verdict).isInstanceOf(Committed.class);
        assertThat(idsByEvent(EVENTS)).isEqualTo(((Committed) verdict).eventMsgIds());
        assertThat(transactions(large.key().stepUuid())).isEqualTo(1);
        assertThat(commit(large))
                .isInstanceOfSatisfying(
                        AlreadyAccepted.class,
                        replay -> assertThat(replay.earlier().receipt())
                                .isEqualTo(large.receipt()
                                        .withMsgIds(
                                                ((Committed) verdict).notificationMsgId(),
                                                ((Committed) verdict).eventMsgIds())));
        assertThat(database.number("select count(*) from pgmq.q_" + EVENTS)).isEqualTo(7);
    }

    @Test
    void sendsTheCopiesOfALargeResultInParts() {
        // Given
        var durable = events(3).stream()
                .map(event -> new DurableEvent(event, EVENTS, List.of(COPIES), Optional.empty(), Optional.empty()))
                .toList();

        // When
        var verdict = commit(commits.commit(durable));

        // Then
        assertThat(idsByEvent(EVENTS)).isEqualTo(((Committed) verdict).eventMsgIds());
        assertThat(idsByEvent(COPIES).keySet()).isEqualTo(idsByEvent(EVENTS).keySet());
    }

    @Test
    void refusesTheEventsOfALargeResultAndRollsItBack() {
        // Given
        var last = new DurableEvent(
                SampleStep.event("a.last"), "large_commit_gone", List.of(), Optional.empty(), Optional.empty());
        var durable = events(4).stream()
                .map(event -> new DurableEvent(event, EVENTS, List.of(), Optional.empty(), Optional.empty()));

        // When
        var verdict =
                commit(commits.commit(Stream.concat(durable, Stream.of(last)).toList()));

        // Then
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        EventsRefused.class,
                        refused -> assertThat(refused.detail()).contains("large_commit_gone"));
        assertThat(database.number("select count(*) from pgmq.q_" + EVENTS)).isZero();
        assertThat(database.number("select count(*) from pgmq.q_" + NOTIFICATIONS))
                .isZero();
    }

    @Test
    void commitsALargeResultToAQueueThatRefusedOneBefore() {
        // Given
        database.execute("alter table pgmq.q_" + EVENTS + " add constraint refused check (msg_id < 0)");
        var large = commits.commit(UUID.randomUUID(), EVENTS, events(3));
        var small = commits.commit(UUID.randomUUID(), EVENTS, List.of(SampleStep.event("a.small")));
        assertThat(commit(large)).isInstanceOf(EventsRefused.class);
        assertThat(commit(small)).isInstanceOf(EventsRefused.class);
        var elsewhere = commits.commit(UUID.randomUUID(), COPIES, events(3));

        // When
        var refused = Uni.combine()
                .all()
                .unis(ledger.commit(large), ledger.commit(elsewhere), ledger.commit(small))
                .asTuple()
                .await()
                .atMost(PLENTY);
        database.execute("alter table pgmq.q_" + EVENTS + " drop constraint refused");
        var verdict = commit(large);

        // Then
        assertThat(refused.getItem1()).isInstanceOf(EventsRefused.class);
        assertThat(refused.getItem2()).isInstanceOf(Committed.class);
        assertThat(refused.getItem3()).isInstanceOf(EventsRefused.class);
        assertThat(idsByEvent(EVENTS)).isEqualTo(((Committed) verdict).eventMsgIds());
        assertThat(commit(small)).isInstanceOf(Committed.class);
    }

    @Test
    void sendsTheEventsOfAnAnsweredLargeResultInOneTransaction() {
        // Given
        var durable = events(4).stream()
                .map(event -> new DurableEvent(event, EVENTS, List.of(), Optional.empty(), Optional.empty()))
                .toList();

        // When
        ledger.send(durable, commits.commit(durable).size(), SpanContext.getInvalid())
                .await()
                .atMost(PLENTY);

        // Then
        assertThat(idsByEvent(EVENTS)).hasSize(4);
        assertThat(database.number("select count(distinct xmin::text) from pgmq.q_" + EVENTS))
                .isEqualTo(1);
    }

    private CommitVerdict commit(ResultCommit commit) {
        return ledger.commit(commit).await().atMost(PLENTY);
    }

    private static List<DomainEvent> events(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> SampleStep.event(
                        "a.b" + i, JsonNodeFactory.instance.objectNode().put("text", "x".repeat(PAYLOAD))))
                .toList();
    }

    private Map<UUID, Long> idsByEvent(String queue) {
        return database.rows("select (message->>'event_id')::uuid, msg_id from pgmq.q_" + queue).stream()
                .collect(Collectors.toMap(row -> (UUID) row.get(0), row -> (Long) row.get(1)));
    }

    private long transactions(UUID stepUuid) {
        return database.number("""
                select count(*) from (
                    select xmin::text from pgmq.q_%s union select xmin::text from pgmq.q_%s
                    union select xmin::text from tasker_events.accepted_results where step_uuid = '%s') as writer
                """.formatted(NOTIFICATIONS, EVENTS, stepUuid));
    }
}
