package systems.tasker.events.postgres.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.SampleCommits;
import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.fixture.Waits;
import systems.tasker.events.publication.store.CommitVerdict;
import systems.tasker.events.publication.store.CommitVerdict.AlreadyAccepted;
import systems.tasker.events.publication.store.CommitVerdict.ClaimGone;
import systems.tasker.events.publication.store.CommitVerdict.Committed;
import systems.tasker.events.publication.store.CommitVerdict.EventsRefused;
import systems.tasker.events.publication.store.DurableEvent;
import systems.tasker.events.publication.store.ResultCommit;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
class GroupCommitTest {

    private static final String NOTIFICATIONS = "group_commit_notifications";
    private static final String EVENTS = "group_commit_events";
    private static final String OTHER_EVENTS = "group_commit_other_events";
    private static final String GONE = "group_commit_gone";

    @Inject
    Pool pool;

    private final Database database = Database.ofTests();
    private final SampleCommits commits = new SampleCommits(NOTIFICATIONS);
    private GroupCommit groupCommit;

    @BeforeEach
    void createQueues() {
        groupCommit = CommitBatch.committer(pool);
        List.of(NOTIFICATIONS, EVENTS, OTHER_EVENTS).forEach(queue -> database.execute("select pgmq.create(?)", queue));
    }

    @AfterEach
    void dropQueues() {
        List.of(NOTIFICATIONS, EVENTS, OTHER_EVENTS)
                .forEach(queue -> database.execute("select pgmq.drop_queue(?)", queue));
    }

    @Test
    void returnsMessageIdsPerResultOfABatch() {
        // Given
        var batch = IntStream.range(0, 40)
                .mapToObj(i -> good(i % 3 == 0 ? OTHER_EVENTS : EVENTS, i % 4))
                .toList();

        // When
        var verdicts = commit(batch);

        // Then
        for (int i = 0; i < batch.size(); i++) {
            assertCommitted(batch.get(i), verdicts.get(i));
        }
        assertThat(database.number("select count(*) from pgmq.q_" + NOTIFICATIONS))
                .isEqualTo(40);
    }

    @Test
    void writesTheWholeBatchInOneTransaction() {
        // Given
        var batch = List.of(good(EVENTS, 1), good(OTHER_EVENTS, 1), good(EVENTS, 0));

        // When
        commit(batch);

        // Then
        assertThat(database.rows("""
                select distinct xmin::text from pgmq.q_%s
                union select xmin::text from pgmq.q_%s
                union select xmin::text from pgmq.q_%s
                """.formatted(NOTIFICATIONS, EVENTS, OTHER_EVENTS)))
                .hasSize(1);
    }

    @Test
    void sendsEachEventToItsQueueAndItsIdToItsResult() {
        // Given: one result whose first event goes to the queue that comes second in the statement
        var first = SampleStep.event("storm.good");
        var second = SampleStep.event("storm.good");
        var commit = commits.commit(List.of(
                new DurableEvent(first, OTHER_EVENTS, List.of(EVENTS), Optional.empty(), Optional.empty()),
                new DurableEvent(second, EVENTS, List.of(), Optional.empty(), Optional.empty())));

        // When
        var verdict = commit(List.of(good(EVENTS, 2), commit)).get(1);

        // Then
        var ids = ((Committed) verdict).eventMsgIds();
        assertThat(messageId(OTHER_EVENTS, first)).isEqualTo(ids.get(first.eventId()));
        assertThat(messageId(EVENTS, second)).isEqualTo(ids.get(second.eventId()));
        assertThat(database.number("select count(*) from pgmq.q_" + EVENTS)).isEqualTo(4);
    }

    private long messageId(String queue, DomainEvent event) {
        return database.number(
                "select msg_id from pgmq.q_" + queue + " where message ->> 'event_id' = ?",
                event.eventId().toString());
    }

    @Test
    void keepsTheEventsOfAResultInOrder() {
        // Given
        var batch = IntStream.range(0, 10).mapToObj(i -> good(EVENTS, 5)).toList();

        // When
        var verdicts = commit(batch);

        // Then
        assertThat(verdicts)
                .allSatisfy(verdict -> assertThat(
                                List.copyOf(((Committed) verdict).eventMsgIds().values()))
                        .hasSize(5)
                        .isSorted());
    }

    @Test
    void rejectsOnlyTheResultWithAnUnstorableEvent() {
        // Given
        var event = SampleStep.event("storm.poisoned", TextNode.valueOf("zero \u0000 byte"));

        // When // Then
        assertFailsAlone(commit(EVENTS, event), EventsRefused.class);
    }

    /** No result gets here that Jackson cannot write, so this is a bug; the others of the batch must not notice. */
    @Test
    void failsOnlyTheResultThatCannotBeWritten() {
        // Given
        var good = good(EVENTS, 1);
        var unwritable = new ResultCommit(
                good.key(),
                good.bodyDigest(),
                good.claimId(),
                good.unclaimed(),
                good.notificationQueue(),
                JsonNodeFactory.instance.objectNode().putPOJO("unwritable", new Object()),
                good.durableEvents(),
                good.receipt(),
                good.size(),
                good.trace());
        var batch = List.of(good(EVENTS, 1), unwritable, good(EVENTS, 2));

        // When
        var verdicts = CommitBatch.start(groupCommit, batch);

        // Then
        assertThat(verdicts.get(1)).failsWithin(Waits.LONG);
        List.of(0, 2).forEach(i -> assertCommitted(batch.get(i), verdicts.get(i).join()));
    }

    @Test
    void rejectsOnlyTheResultWhoseQueueIsMissing() {
        assertFailsAlone(commit(GONE, SampleStep.event("storm.poisoned")), EventsRefused.class);
    }

    @Test
    void replaysOnlyTheResultThatWasAcceptedBefore() {
        // Given
        var earlier = good(EVENTS, 2);
        var first = (Committed) commit(List.of(earlier)).get(0);

        // When
        var verdict = (AlreadyAccepted) assertFailsAlone(earlier, AlreadyAccepted.class);

        // Then
        assertThat(verdict.earlier().receipt())
                .isEqualTo(earlier.receipt().withMsgIds(first.notificationMsgId(), first.eventMsgIds()));
    }

    @Test
    void reportsAConflictWithTheDigestOfTheEarlierBody() {
        // Given
        var step = UUID.randomUUID();
        commit(List.of(commits.commit(step, Optional.empty(), "earlier body", EVENTS, List.of())));
        var conflict = commits.commit(step, Optional.empty(), "other body", EVENTS, List.of());

        // When
        var verdict = (AlreadyAccepted) assertFailsAlone(conflict, AlreadyAccepted.class);

        // Then
        assertThat(verdict.earlier().bodyDigest()).isEqualTo("earlier body");
    }

    @Test
    void rejectsOnlyTheResultWhoseClaimIsGone() {
        // Given
        var claim = Optional.of(UUID.randomUUID());
        var unclaimed = commits.commit(UUID.randomUUID(), claim, "digest", EVENTS, List.of());

        // When // Then
        assertFailsAlone(unclaimed, ClaimGone.class);
    }

    @Test
    void keepsTheClaimOfARejectedResult() {
        // Given
        var step = UUID.randomUUID();
        var claim = UUID.randomUUID();
        database.execute(
                "insert into tasker_events.claimed_contexts (step_uuid, claim_id, context) values (?, ?, '{}')",
                step,
                claim);
        var event = SampleStep.event("storm.poisoned", TextNode.valueOf("\u0000"));

        // When
        assertFailsAlone(
                commits.commit(step, Optional.of(claim), "digest", EVENTS, List.of(event)), EventsRefused.class);

        // Then
        assertThat(database.number("select count(*) from tasker_events.claimed_contexts where step_uuid = ?", step))
                .isOne();
    }

    @Test
    void rejectsSeveralResultsOfABatchForDifferentReasons() {
        // Given
        var earlier = good(EVENTS, 1);
        commit(List.of(earlier));
        var batch = new ArrayList<>(
                IntStream.range(0, 9).mapToObj(i -> good(EVENTS, 2)).toList());
        batch.set(0, commit(EVENTS, SampleStep.event("storm.poisoned", TextNode.valueOf("\u0000"))));
        batch.set(4, earlier);
        batch.set(8, commit(GONE, SampleStep.event("storm.poisoned")));

        // When
        var verdicts = commit(batch);

        // Then
        assertThat(verdicts.get(0)).isInstanceOf(EventsRefused.class);
        assertThat(verdicts.get(4)).isInstanceOf(AlreadyAccepted.class);
        assertThat(verdicts.get(8)).isInstanceOf(EventsRefused.class);
        List.of(1, 2, 3, 5, 6, 7).forEach(i -> assertCommitted(batch.get(i), verdicts.get(i)));
    }

    @Test
    void findsARefusedResultWithTwoStatementsPerHalving() {
        // Given
        var statements = new Statements();
        refuse("q_" + OTHER_EVENTS);
        var batch = new ArrayList<>(
                IntStream.range(0, 64).mapToObj(i -> good(EVENTS, 1)).toList());
        batch.set(41, good(OTHER_EVENTS, 1));

        // When
        var verdicts = commit(counting(statements), batch);

        // Then
        assertThat(verdicts).filteredOn(Committed.class::isInstance).hasSize(63);
        assertThat(verdicts.get(41)).isInstanceOf(EventsRefused.class);
        assertThat(statements.size()).isLessThanOrEqualTo(1 + 2 * 6);
    }

    @Test
    void sendsResultsOfARefusingQueueApartFromTheOthers() {
        // Given
        var statements = new Statements();
        var committer = counting(statements);
        refuse("q_" + OTHER_EVENTS);
        commit(committer, List.of(good(OTHER_EVENTS, 1)));
        statements.clear();

        // When
        commit(committer, List.of(good(EVENTS, 1), good(OTHER_EVENTS, 1), good(EVENTS, 1)));

        // Then
        assertThat(statements).containsExactly(2, 1);
        database.execute("drop trigger refuse on pgmq.q_" + OTHER_EVENTS);
        assertThat(commit(committer, List.of(good(OTHER_EVENTS, 1)))).hasOnlyElementsOfType(Committed.class);
        statements.clear();
        commit(committer, List.of(good(EVENTS, 1), good(OTHER_EVENTS, 1), good(EVENTS, 1)));
        assertThat(statements).containsExactly(3);
    }

    @Test
    void failsAllResultsWithFewStatementsWhenTheNotificationQueueRefuses() {
        // Given
        var statements = new Statements();
        refuse("q_" + NOTIFICATIONS);
        var batch = IntStream.range(0, 64).mapToObj(i -> good(EVENTS, 1)).toList();

        // When
        var failures = CommitBatch.start(counting(statements), batch).stream()
                .map(verdict ->
                        verdict.handle((given, fault) -> String.valueOf(fault)).join())
                .toList();

        // Then
        assertThat(failures).hasSize(64).allSatisfy(fault -> assertThat(fault).contains("refused by the test"));
        assertThat(statements).hasSizeLessThanOrEqualTo(6 + 3);
        database.execute("drop trigger refuse on pgmq.q_" + NOTIFICATIONS);
        assertThat(commit(batch)).hasOnlyElementsOfType(Committed.class);
    }

    private void refuse(String table) {
        database.execute("create or replace function pgmq.refuse_any() returns trigger language plpgsql as"
                + " $$ begin raise exception 'refused by the test'; end $$");
        database.execute("create trigger refuse before insert on pgmq." + table
                + " for each row execute function pgmq.refuse_any()");
    }

    private GroupCommit counting(Statements statements) {
        return new GroupCommit(
                pool,
                new AcceptedResults(pool, SynchronousCommit.ON),
                queues -> {},
                statements,
                CommitSettings.of(Waits.LONG));
    }

    private List<CommitVerdict> commit(GroupCommit committer, List<ResultCommit> batch) {
        return CommitBatch.start(committer, batch).stream()
                .map(CompletableFuture::join)
                .toList();
    }

    /** A batch in which one member stands between good ones. @return its verdict */
    private CommitVerdict assertFailsAlone(ResultCommit bad, Class<? extends CommitVerdict> expected) {
        var batch = List.of(good(EVENTS, 1), good(OTHER_EVENTS, 2), bad, good(EVENTS, 0), good(EVENTS, 3));
        var verdicts = commit(batch);
        List.of(0, 1, 3, 4).forEach(i -> assertCommitted(batch.get(i), verdicts.get(i)));
        assertThat(verdicts.get(2)).isInstanceOf(expected);
        return verdicts.get(2);
    }

    private void assertCommitted(ResultCommit commit, CommitVerdict verdict) {
        assertThat(verdict).isInstanceOf(Committed.class);
        var committed = (Committed) verdict;
        assertThat(database.text(
                        "select message ->> 'step_uuid' from pgmq.q_" + NOTIFICATIONS + " where msg_id = ?",
                        committed.notificationMsgId()))
                .isEqualTo(commit.key().stepUuid().toString());
        assertThat(committed.eventMsgIds().keySet())
                .containsExactlyElementsOf(commit.receipt().queuedEventIds())
                .allSatisfy(eventId -> assertThat(database.text(
                                "select message ->> 'event_id' from pgmq.q_"
                                        + commit.durableEvents().get(0).queue() + " where msg_id = ?",
                                committed.eventMsgIds().get(eventId)))
                        .isEqualTo(eventId.toString()));
    }

    private List<CommitVerdict> commit(List<ResultCommit> batch) {
        return commit(groupCommit, batch);
    }

    private ResultCommit good(String eventQueue, int events) {
        return commit(
                eventQueue,
                IntStream.range(0, events)
                        .mapToObj(i -> SampleStep.event("storm.good"))
                        .toArray(DomainEvent[]::new));
    }

    private ResultCommit commit(String eventQueue, DomainEvent... events) {
        return commits.commit(UUID.randomUUID(), eventQueue, List.of(events));
    }
}
