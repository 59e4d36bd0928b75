package systems.tasker.events.http.deadletters;

import java.util.List;
import java.util.Locale;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.AuditTrail;
import systems.tasker.events.fixture.TestQueues;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
class DeadLetterResourceTest {

    @Inject
    Pool pool;

    private DeadLetterQueue queue;

    @BeforeEach
    void create() {
        queue = DeadLetterQueue.in(pool);
    }

    @Test
    void masksSensitiveFieldsInResponsesOnly() {
        // Given
        var event = """
                {"event_name": "badge.read", "payload": {"payload": {"badge": "B-4711", "door": 7}, "task_sequence_step":
                  {"step_definition": {"publishes_events": [
                    {"name": "badge.read", "schema": {"properties": {"badge": {"x-sensitive": true}}}}]}}}}""";
        var id = queue.queues().send(queue.name(), event, "{}");

        // When
        var shown = Api.get("/v1/dead-letters/" + queue.name() + "/" + id).statusCode(200);

        // Then
        shown.body("message.payload.payload.badge", equalTo("***")).body("message.payload.payload.door", equalTo(7));
        assertThat(queue.letters()).singleElement().asString().contains("B-4711");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 990, 1_000, 5_000})
    void showsAMessageAsDeepAsPostgresqlStores(int levels) {
        // Given
        var deep = "[".repeat(levels) + "1e-20" + "]".repeat(levels);
        var id = queue.queues().send(queue.name(), "{\"deep\": " + deep + "}", "{\"deep\": " + deep + "}");

        // When
        var shown = queue.get(id).statusCode(200).extract().asString();
        var page = queue.page("").statusCode(200).extract().asString();

        // Then
        assertThat(shown).contains("[".repeat(levels) + "1E-20" + "]".repeat(levels));
        assertThat(page).contains("\"msg_id\":" + id);
    }

    @Test
    void masksADeepMessageAndWhatIsDeeperThanAnEvent() {
        // Given
        var deep = "[".repeat(5_000) + "\"B-4711\"" + "]".repeat(5_000);
        var event = """
                {"event_name": "badge.read", "payload": {"payload": {"badge": "B-4711", "door": 7}, "task_sequence_step":
                  {"deep": %s, "step_definition": {"publishes_events": [
                    {"name": "badge.read", "schema": {"properties": {"badge": {"x-sensitive": true}}}}]}}}}""";
        var id = queue.queues().send(queue.name(), event.formatted(deep), "{}");

        // When
        var shown = queue.get(id).statusCode(200).extract().asString();

        // Then
        assertThat(shown)
                .contains("\"badge\":\"***\"", "\"door\":7", "[[[\"***\"]]]")
                .doesNotContain("B-4711");
    }

    @Test
    void showsReasonAndOriginOfADeadLetter() {
        var id = queue.event("payment.processed", "max_attempts", "order-4711");

        queue.page("")
                .statusCode(200)
                .body("queue", equalTo(queue.name()))
                .body("next", nullValue())
                .body("dead_letters", hasSize(1))
                .body("dead_letters[0].msg_id", equalTo((int) id))
                .body("dead_letters[0].enqueued_at", notNullValue())
                .body("dead_letters[0].read_ct", equalTo(0))
                .body("dead_letters[0].origin", equalTo(queue.origin()))
                .body("dead_letters[0].event_id", equalTo("0199f3c2-0000-7000-8000-000000000001"))
                .body("dead_letters[0].event_name", equalTo("payment.processed"))
                .body("dead_letters[0].dead_letter.reason", equalTo("max_attempts"))
                .body("dead_letters[0].dead_letter.errors", equalTo(List.of("it was odd")))
                .body("dead_letters[0].dead_letter.first_seen_at", equalTo(DeadLetterQueue.FIRST_SEEN.toString()))
                .body("dead_letters[0].dead_letter.last_seen_at", equalTo(DeadLetterQueue.LAST_SEEN.toString()))
                .body("dead_letters[0].dead_letter.attempts", equalTo(5))
                .body("dead_letters[0].dead_letter.queue", equalTo(queue.origin()))
                .body("dead_letters[0].dead_letter.msg_id", equalTo(4711))
                .body("dead_letters[0].headers.x-pgmq-group", equalTo("order-1"))
                .body("dead_letters[0].headers.dead_letter", nullValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "{}", "[1]", "\"text\"", "{\"dead_letter\": 7}", "{\"dead_letter\": {\"queue\": 7}}"})
    void showsADeadLetterWithForeignHeaders(String headers) {
        queue.queues().send(queue.name(), "[]", headers);

        queue.page("")
                .statusCode(200)
                .body("dead_letters[0].origin", equalTo(queue.origin()))
                .body("dead_letters[0].event_id", nullValue());
    }

    @Test
    void showsAQueueInPages() {
        // Given
        var ids = queue.queues().sendMany(queue.name(), 5, null);

        // When
        var first = queue.page("?limit=2").statusCode(200).extract().jsonPath();
        var second =
                queue.page("?limit=2&after=" + first.getLong("next")).extract().jsonPath();
        var third =
                queue.page("?limit=2&after=" + second.getLong("next")).extract().jsonPath();

        // Then
        assertThat(first.getList("dead_letters.msg_id", Long.class)).isEqualTo(ids.subList(0, 2));
        assertThat(second.getList("dead_letters.msg_id", Long.class)).isEqualTo(ids.subList(2, 4));
        assertThat(third.getList("dead_letters.msg_id", Long.class)).isEqualTo(ids.subList(4, 5));
        assertThat(third.<Object>get("next")).isNull();
    }

    @Test
    void returnsNoCursorAfterAnExactlyFullPage() {
        queue.queues().sendMany(queue.name(), 2, null);

        queue.page("?limit=2").body("dead_letters", hasSize(2)).body("next", nullValue());
    }

    @ParameterizedTest
    @CsvSource({
        "event_name=payment.processed, 2",
        "event_name=order.placed, 2",
        "reason=poison, 2",
        "correlation_id=order-1, 2",
        "correlation_id=order-1&reason=poison, 1",
        "event_name=payment.processed&reason=poison&correlation_id=order-2, 1",
        "event_name=payment.processed&reason=poison&correlation_id=order-1, 0",
        "reason=payment.processed, 0",
        "reason=' or true --, 0",
    })
    void listsOnlyMessagesMatchingAllFilters(String query, int shown) {
        // Given
        queue.event("payment.processed", "max_attempts", "order-1");
        queue.event("payment.processed", "poison", "order-2");
        queue.event("order.placed", "poison", "order-1");
        // An event without headers, as others may send it.
        queue.queues().send(queue.name(), """
                {"event_name": "order.placed", "metadata": {"correlation_id": "order-3"}}""", null);

        // When
        var page = queue.page("?" + query);

        // Then
        page.statusCode(200).body("dead_letters", hasSize(shown));
    }

    @Test
    void listsDeadLettersWithoutChangingReadCountOrVisibility() {
        // Given
        var id = queue.event("payment.processed", "poison", "order-1");
        var before = row(id);

        // When
        queue.page("").statusCode(200);
        queue.get(id).statusCode(200);

        // Then
        assertThat(row(id)).isEqualTo(before);
    }

    @Test
    void showsAMessageWithExactNumbers() {
        var id = queue.event("payment.processed", "poison", "order-1");

        var shown = queue.get(id)
                .statusCode(200)
                .body("msg_id", equalTo((int) id))
                .body("dead_letter.reason", equalTo("poison"))
                .body("message.event_name", equalTo("payment.processed"));
        assertThat(shown.extract().asString()).contains("\"message\":{", "{\"amount\":10.50}");
    }

    @Test
    void discardsADeadLetterIntoTheArchiveWithAnAuditEntry() {
        // Given
        var trail = new AuditTrail();
        var id = queue.event("payment.processed", "poison", "order-1");
        var other = queue.letter();
        var letter = queue.letters().get(0);

        // When
        queue.discard(id).statusCode(204);

        // Then
        trail.close();
        assertThat(queue.letters()).extracting(TestQueues.Message::id).containsExactly(other);
        assertThat(queue.queues().archivedIn(queue.name())).containsExactly(letter);
        assertThat(trail.about(queue.name()))
                .containsExactly("Discard: address=127.0.0.1 user=- queue=" + queue.name() + " selection={\"msg_ids\":["
                        + id + "]} messages=1 outcome=done");
        queue.discard(id).statusCode(404).body("detail", containsString("no such message"));
    }

    @Test
    void findsAQueueByItsNameInAnyCase() {
        queue.letter();

        Api.get("/v1/dead-letters/" + queue.name().toUpperCase(Locale.ROOT))
                .statusCode(200)
                .body("dead_letters", hasSize(1));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/dead-letters/payments_domain_events, name ends in _dlq",
        "/v1/dead-letters/payments_domain_events/1, name ends in _dlq",
        "/v1/dead-letters/unknown_dlq, no such queue",
        "/v1/dead-letters/unknown_dlq/1, no such queue",
        "/v1/dead-letters/un%22known%00_dlq, no such queue",
        "/v1/dead-letters/payments_domain_events_dlq/999999999, no such message",
    })
    void answers404ForUnknownQueuesAndMessages(String path, String detail) {
        given().urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("type", equalTo("about:blank"))
                .body("detail", containsString(detail));
    }

    private String row(long id) {
        return pool.query("select to_jsonb(letter)::text from " + TestQueues.table(queue.name())
                        + " as letter where msg_id = " + id)
                .executeAndAwait()
                .iterator()
                .next()
                .getString(0);
    }
}
