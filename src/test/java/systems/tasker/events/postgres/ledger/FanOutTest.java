package systems.tasker.events.postgres.ledger;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import io.opentelemetry.api.trace.SpanContext;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.SampleCommits;
import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.publication.store.CommitVerdict;
import systems.tasker.events.publication.store.CommitVerdict.Committed;
import systems.tasker.events.publication.store.CommitVerdict.EventsRefused;
import systems.tasker.events.publication.store.DurableEvent;
import systems.tasker.events.publication.store.ResultCommit;
import systems.tasker.events.publication.store.ResultLedger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Copies of an event in further queues, and the header that PGMQ's grouped reads go by. */
@QuarkusTest
class FanOutTest {

    private static final String NOTIFICATIONS = "fan_out_notifications";
    private static final String EVENTS = "fan_out_events";
    private static final String AUDIT = "fan_out_audit";
    private static final String EXPORT = "fan_out_export";
    private static final String GONE = "fan_out_gone";
    private static final List<String> QUEUES = List.of(NOTIFICATIONS, EVENTS, AUDIT, EXPORT);

    @Inject
    Pool pool;

    @Inject
    ResultLedger ledger;

    private final Database database = Database.ofTests();
    private final SampleCommits commits = new SampleCommits(NOTIFICATIONS);

    @BeforeEach
    void createQueues() {
        QUEUES.forEach(queue -> database.execute("select pgmq.create(?)", queue));
    }

    @AfterEach
    void dropQueues() {
        QUEUES.forEach(queue -> database.execute("select pgmq.drop_queue(?)", queue));
    }

    @Test
    void commitsTheCopiesInTheTransactionOfTheResult() {
        // Given
        var commit = commits.commit(List.of(durable("c1", AUDIT, EXPORT), durable("c1", AUDIT), durable("c2")));

        // When
        var verdict = (Committed) commit(commit);

        // Then
        assertThat(groups(EVENTS)).containsExactly("c1", "c1", "c2");
        assertThat(groups(AUDIT)).containsExactly("c1", "c1");
        assertThat(groups(EXPORT)).containsExactly("c1");
        assertThat(rows("select msg_id from pgmq.q_" + EVENTS + " order by 1"))
                .isEqualTo(verdict.eventMsgIds().values().stream().map(List::of).toList());
        assertThat(rows("select message::text, headers::text from pgmq.q_" + EXPORT))
                .containsExactly(rows("select message::text, headers::text from pgmq.q_" + EVENTS + " order by msg_id")
                        .get(0));
        assertThat(rows(union("xmin::text", EVENTS, AUDIT, EXPORT, NOTIFICATIONS)))
                .hasSize(1);
    }

    @Test
    void sendsNoCopyWhenAFanOutQueueIsMissing() {
        var verdict = commit(commits.commit(List.of(durable("c1", AUDIT, GONE))));

        assertThat(verdict).isInstanceOf(EventsRefused.class);
        assertThat(rows(union("msg_id", EVENTS, AUDIT, NOTIFICATIONS))).isEmpty();
    }

    @Test
    void returnsMessageIdsOfFanOutPerResult() {
        // Given
        var batch = List.of(
                commits.commit(List.of(durable("c1", AUDIT))),
                commits.commit(List.of()),
                commits.commit(List.of(durable("c2", AUDIT, EXPORT), durable("c3"))));

        // When
        var verdicts = CommitBatch.start(CommitBatch.committer(pool), batch);

        // Then
        assertThat(verdicts)
                .map(verdict -> ((Committed) verdict.join()).eventMsgIds().size())
                .containsExactly(1, 0, 2);
        assertThat(groups(AUDIT)).containsExactly("c1", "c2");
    }

    @Test
    void fansOutToAllQueuesOrNone() {
        // When
        ledger.send(List.of(durable("c1", AUDIT), durable("c2", EXPORT)), 2_000, SpanContext.getInvalid())
                .await()
                .indefinitely();
        assertThatThrownBy(() -> ledger.send(List.of(durable("c3", GONE)), 1_000, SpanContext.getInvalid())
                        .await()
                        .indefinitely())
                .hasMessageContaining(GONE);

        // Then
        assertThat(groups(EVENTS)).containsExactly("c1", "c2");
        assertThat(groups(AUDIT)).containsExactly("c1");
        assertThat(groups(EXPORT)).containsExactly("c2");
        assertThat(rows(union("xmin::text", EVENTS, AUDIT, EXPORT))).hasSize(1);
    }

    @Test
    void sendsNoGroupWithoutAnOrderingKey() {
        commit(commits.commit(List.of(
                durable("c1"),
                new DurableEvent(SampleStep.event("fan.out"), EVENTS, List.of(), Optional.empty(), Optional.empty()))));

        assertThat(rows("select jsonb_exists(headers, 'x-pgmq-group') from pgmq.q_" + EVENTS + " order by msg_id"))
                .containsExactly(List.of(true), List.of(false));
    }

    @Test
    void keepsTheOrderOfAGroupForGroupedReads() {
        // Given
        Stream.of("c1", "c2", "c1", "c1", "c2").forEach(key -> commit(commits.commit(List.of(durable(key)))));
        assertThat(readHeads()).containsExactly(List.of(1L, "c1"), List.of(2L, "c2"));

        // When
        database.execute("select pgmq.archive(?, 1)", EVENTS);

        // Then
        assertThat(readHeads()).containsExactly(List.of(3L, "c1"));
        assertThat(readHeads()).isEmpty();
    }

    private List<List<Object>> readHeads() {
        return rows("select msg_id, headers->>'x-pgmq-group' from pgmq.read_grouped_head('" + EVENTS
                + "', 60, 10) order by msg_id");
    }

    private CommitVerdict commit(ResultCommit commit) {
        return CommitBatch.start(CommitBatch.committer(pool), List.of(commit))
                .get(0)
                .join();
    }

    private static DurableEvent durable(String key, String... fanOut) {
        return new DurableEvent(
                SampleStep.event("fan.out"), EVENTS, List.of(fanOut), Optional.of(key), Optional.empty());
    }

    /** The groups of a queue's messages, oldest first. */
    private List<String> groups(String queue) {
        return rows("select headers->>'x-pgmq-group' from pgmq.q_" + queue + " order by msg_id").stream()
                .map(row -> (String) row.get(0))
                .toList();
    }

    private static String union(String column, String... queues) {
        return String.join(
                " union ",
                Stream.of(queues)
                        .map(queue -> "select " + column + " from pgmq.q_" + queue)
                        .toList());
    }

    private List<List<Object>> rows(String sql) {
        return database.rows(sql);
    }
}
