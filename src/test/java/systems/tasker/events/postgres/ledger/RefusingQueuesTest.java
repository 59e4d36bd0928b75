package systems.tasker.events.postgres.ledger;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.EventCounts;
import systems.tasker.events.fixture.InlineStep;
import systems.tasker.events.fixture.Poster;
import systems.tasker.events.json.Json;

import static org.assertj.core.api.Assertions.assertThat;

/** One queue refuses messages: its events end among the dead letters, and the results of other namespaces are published as ever. */
@QuarkusTest
class RefusingQueuesTest {

    private static final String QUEUE = "purchasing_events";
    private static final String EVENTS = """
            [{"name": "storm.first", "fan_out": ["purchasing_events"]},
             {"name": "storm.heard", "delivery_mode": "fast"},
             {"name": "storm.second", "delivery_mode": "broadcast"}]""";
    private static final String TABLE = "pgmq.q_" + QUEUE;
    private static final String DEAD_LETTERS = TABLE + "_dlq";
    private static final String TRIGGER = "create trigger refuse before insert on " + TABLE
            + " for each row %s execute function pgmq.refuse_message()";

    private final Database database = Database.ofTests();

    @TestHTTPResource("/")
    URI service;

    private long deadLetters;

    /** An empty queue stands in for the real one, to be broken and dropped. */
    @BeforeEach
    void replaceTheQueue() {
        database.execute("alter table " + TABLE + " rename to away");
        database.execute("create table " + TABLE + " (like pgmq.away including all)");
        deadLetters = countDeadLetters();
    }

    @AfterEach
    void restoreTheQueue() {
        database.execute("do $$ begin if exists (select from pg_views where viewname = 'q_" + QUEUE
                + "') then drop view " + TABLE + "; else drop table if exists " + TABLE + "; end if; end $$");
        database.execute("alter table pgmq.away rename to q_" + QUEUE);
        database.execute("alter table " + DEAD_LETTERS + " drop constraint if exists never");
        database.execute("drop function if exists pgmq.refuse_message()");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "23502 column without a default, 'alter table pgmq.q_purchasing_events add column needed text not null'",
        "23514 check constraint, 'alter table pgmq.q_purchasing_events add constraint never check (msg_id < 0)'",
        "P0001 trigger, P0001",
        "42501 missing privilege, 42501",
        "42883 trigger calls a function that does not exist, 42883",
        "XX001 damaged table, XX001",
        "ZZ001 state of the trigger's own, ZZ001",
        "42P01 dropped table, 'drop table pgmq.q_purchasing_events'",
        "55000 view in place of the table, view",
    })
    void publishesTheResultsOfOtherNamespacesWhenOneQueueRefuses(String name, String fault) {
        // Given
        refuse(fault);
        var counts = new EventCounts();

        // When
        var receipts = post(60);

        // Then
        for (int i = 0; i < receipts.size(); i++) {
            var events = receipts.get(i).path("events");
            assertThat(texts(events, "outcome"))
                    .containsExactly(isRefused(i) ? new String[] {"failed", "published", "failed"} : published());
            assertThat(events.at("/0/queue").textValue())
                    .isEqualTo(namespace(i) + "_domain_events" + (isRefused(i) ? "_dlq" : ""));
            if (isRefused(i)) {
                assertThat(events.at("/0/reason").textValue()).isEqualTo("send_refused");
            }
        }
        assertThat(countDeadLetters() - deadLetters).isEqualTo(10);
        assertThat(counts.ended()).isEqualTo(Map.of("published none", 160.0, "failed send_refused", 20.0));
        assertThat(counts.evaluated()).isEqualTo(180);
    }

    @Test
    void countsEventsWithTheirReasonWhenTheDeadLettersAreRefusedToo() {
        // Given
        refuse("drop table " + TABLE);
        database.execute("alter table " + DEAD_LETTERS + " add constraint never check (msg_id < 0) not valid");
        var counts = new EventCounts();

        // When
        var receipts = post(12);

        // Then
        assertThat(receipts.get(5).path("events"))
                .extracting(event -> event.path("msg_id").isNumber())
                .containsExactly(false, false, true);
        assertThat(countDeadLetters()).isEqualTo(deadLetters);
        assertThat(counts.ended()).isEqualTo(Map.of("published none", 32.0, "failed send_refused", 4.0));
        assertThat(counts.evaluated()).isEqualTo(36);
    }

    @Test
    void deadLettersALargeResultAndPublishesTheOthers() {
        // Given
        refuse("P0001");
        post(6);
        var large = InlineStep.result(UUID.randomUUID(), EVENTS);
        ((ObjectNode) large.get("result")).set("filling", InlineStep.text(900_000));
        var counts = new EventCounts();

        // When
        var poster = poster();
        var answers = Stream.of(large, InlineStep.resultOf("payments"), InlineStep.resultOf("orders"), result(5))
                .map(poster::result)
                .toList();

        // Then
        assertThat(answers.stream().map(RefusingQueuesTest::receipt))
                .extracting(receipt -> receipt.at("/events/0/outcome").textValue())
                .containsExactly("failed", "published", "published", "failed");
        assertThat(counts.ended()).isEqualTo(Map.of("published none", 8.0, "failed send_refused", 4.0));
    }

    @Test
    void deadLettersOnlyTheEventsThatATriggerRefuses() {
        // Given
        refuse("P0001", "when (new.message #>> '{payload,payload,bad}' = 'true')");

        // When
        var bad = Stream.of(true, false, false, true)
                .map(isBad -> {
                    var result = InlineStep.result(UUID.randomUUID(), EVENTS);
                    ((ObjectNode) result.path("result")).put("bad", isBad);
                    return poster().result(result);
                })
                .toList();

        // Then
        assertThat(bad.stream().map(RefusingQueuesTest::receipt))
                .extracting(receipt -> receipt.at("/events/0/outcome").textValue())
                .containsExactly("failed", "published", "published", "failed");
    }

    @Test
    void repairsAMessageSequenceThatIsBehindItsTable() {
        // Given
        database.execute("select pgmq.send(?, '{}'::jsonb) from generate_series(1, 20)", QUEUE);
        database.execute("insert into pgmq.a_" + QUEUE + " (msg_id, vt, message) values (1000000, now(), '{}')");
        database.execute("select setval(pg_get_serial_sequence('" + TABLE + "', 'msg_id'), 1, false)");

        // When
        var receipts = post(60);

        // Then
        assertThat(receipts)
                .allSatisfy(receipt ->
                        assertThat(texts(receipt.path("events"), "outcome")).containsExactly(published()));
        assertThat(database.number("select min(msg_id) from " + TABLE + " where message <> '{}'"))
                .isGreaterThan(1_000_000);
        database.execute("delete from pgmq.a_" + QUEUE + " where msg_id = 1000000");
    }

    private long countDeadLetters() {
        return database.number("select count(*) from " + DEAD_LETTERS);
    }

    private void refuse(String fault) {
        if (fault.equals("view")) {
            database.execute("drop table " + TABLE);
            database.execute("create view " + TABLE + " as select * from pgmq.away limit 1000");
        } else if (fault.length() == 5) {
            refuse(fault, "");
        } else {
            database.execute(fault);
        }
    }

    private void refuse(String sqlState, String when) {
        database.execute("create function pgmq.refuse_message() returns trigger language plpgsql as"
                + " $$ begin raise exception 'refused by the test' using errcode = '" + sqlState + "'; end $$");
        database.execute(TRIGGER.formatted(when));
    }

    /** Submits results at once, every sixth of them for the queue that refuses. */
    private List<JsonNode> post(int results) {
        var poster = poster();
        return IntStream.range(0, results).mapToObj(i -> poster.result(result(i))).toList().stream()
                .map(RefusingQueuesTest::receipt)
                .toList();
    }

    private static JsonNode result(int index) {
        return isRefused(index) ? InlineStep.result(UUID.randomUUID(), EVENTS) : InlineStep.resultOf(namespace(index));
    }

    private Poster poster() {
        return new Poster(service.getPort());
    }

    private static boolean isRefused(int index) {
        return index % 6 == 5;
    }

    private static String namespace(int index) {
        return index % 2 == 0 ? "payments" : "orders";
    }

    private static JsonNode receipt(CompletableFuture<HttpResponse<String>> answer) {
        assertThat(answer.join().statusCode()).as(answer.join().body()).isEqualTo(202);
        return Json.read(answer.join().body());
    }

    private static String[] published() {
        return new String[] {"published", "published", "published"};
    }

    private static List<String> texts(JsonNode events, String field) {
        return StreamSupport.stream(events.spliterator(), false)
                .map(event -> event.path(field).textValue())
                .toList();
    }
}
