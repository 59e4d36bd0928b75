package systems.tasker.events.http.deadletters;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import systems.tasker.events.fixture.AuditTrail;
import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.TestQueues;
import systems.tasker.events.fixture.TestQueues.Message;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
class ReplayTest {

    private final String namespace = "replay_" + UUID.randomUUID().toString().substring(0, 8);

    @Inject
    Pool pool;

    private TestQueues queues;
    private String source;
    private String target;

    @BeforeEach
    void create() {
        queues = new TestQueues(pool);
        source = queues.existing(namespace + "_domain_events");
        target = queues.create("target");
    }

    @Test
    void replaysTheSameEventsInOrderWithAReplayTimestamp() {
        // Given
        var trail = new AuditTrail();
        event("payment.processed", "order-1");
        event("payment.failed", "order-1");
        queues.archive(source);
        var archived = queues.archivedIn(source);
        var before = Instant.now();

        // When
        replay("\"correlation_id\": \"order-1\"")
                .statusCode(200)
                .body("matched", equalTo(2))
                .body("replayed", equalTo(2))
                .body("remaining", equalTo(0))
                .body("next", nullValue())
                .body("dry_run", equalTo(false));

        // Then
        trail.close();
        assertThat(queues.in(target)).extracting(Message::message).isEqualTo(messages(archived));
        assertThat(queues.in(target)).allSatisfy(copy -> {
            assertThat(Instant.parse(copy.headers().path("replayed_at").textValue()))
                    .isAfterOrEqualTo(before);
            assertThat(copy.headers().path("x-pgmq-group").textValue()).isEqualTo("order-1");
            assertThat(copy.headers()).hasSize(4);
        });
        assertThat(queues.archivedIn(source)).isEqualTo(archived);
        assertThat(trail.about(target))
                .singleElement()
                .asString()
                .startsWith("Replay: address=127.0.0.1 user=- queue=" + target + " selection={")
                .contains("\"namespace\":\"" + namespace + "\"", "\"correlation_id\":\"order-1\"")
                .endsWith(" messages=2 outcome=done");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"event_name\": \"payment.processed\" | 3",
                "\"event_name\": \"payment.processed\", \"correlation_id\": \"order-1\" | 1",
                "\"correlation_id\": \"order-4\" | 1",
                "\"from\": \"2026-01-02T00:00:00Z\", \"to\": \"2026-01-03T01:00:00+01:00\" | 1",
                "\"from\": \"2026-01-02T00:00:00Z\" | 3",
                "\"to\": \"2026-01-02T00:00:00Z\" | 1",
                "\"to\": \"2026-01-02T00:00:00.000001Z\" | 2",
                "\"from\": \"2026-01-02T00:00:00Z\", \"event_name\": \"payment.failed\" | 1",
                "\"event_name\": \"nothing.such\" | 0",
            })
    void replaysOnlyMessagesMatchingAllFilters(String selection, int sent) {
        // Given
        event("payment.processed", "order-1");
        event("payment.failed", "order-2");
        event("payment.processed", "order-3");
        queues.send(source, """
                {"event_name": "payment.processed", "metadata": {"correlation_id": "order-4"}}""", null);
        pool.query("update " + TestQueues.table(source)
                        + " set enqueued_at = '2025-12-31T00:00:00Z'::timestamptz + interval '1 day' * msg_id")
                .executeAndAwait();
        queues.archive(source);

        // When
        var answer = replay(selection);

        // Then
        answer.statusCode(200).body("matched", equalTo(sent)).body("replayed", equalTo(sent));
        assertThat(queues.in(target)).hasSize(sent);
    }

    @Test
    void replaysTheEventsOfACorrelationIdThroughTheIndexOfTheArchive() {
        // Given
        event("payment.processed", "order-1");
        event("payment.processed", "order-2");
        event("payment.failed", "order-1");
        queues.archive(source);
        Database.ofTests()
                .execute("create index on pgmq.a_" + source + " ((coalesce(headers ->> 'correlation_id',"
                        + " message #>> '{metadata,correlation_id}', message ->> 'correlation_id')))");

        // When
        replay("\"correlation_id\": \"order-1\", \"dry_run\": true").body("matched", equalTo(2));
        replay("\"correlation_id\": \"order-1\", \"event_name\": \"payment.failed\"")
                .body("matched", equalTo(1))
                .body("next", nullValue());

        // Then
        assertThat(queues.in(target)).extracting(Message::id).hasSize(1);
    }

    @Test
    void replaysArchivedMessagesOnly() {
        event("payment.processed", "order-1");

        replay("\"event_name\": \"payment.processed\"").body("matched", equalTo(0));

        assertThat(queues.in(target)).isEmpty();
    }

    @Test
    void replaysToItsOwnQueueWithoutRecursion() {
        // Given
        target = source;
        event("payment.processed", "order-1");
        queues.archive(source);

        // When
        replay("\"event_name\": \"payment.processed\"").body("replayed", equalTo(1));
        queues.archive(source);
        replay("\"event_name\": \"payment.processed\"").body("replayed", equalTo(1));

        // Then
        assertThat(queues.in(source)).hasSize(1);
        assertThat(queues.archivedIn(source)).hasSize(2);
    }

    @Test
    void changesNothingInADryRun() {
        // Given
        var trail = new AuditTrail();
        event("payment.processed", "order-1");
        queues.archive(source);

        // When
        replay("\"event_name\": \"payment.processed\", \"dry_run\": true")
                .body("matched", equalTo(1))
                .body("replayed", equalTo(0))
                .body("remaining", equalTo(1))
                .body("dry_run", equalTo(true));

        // Then
        trail.close();
        assertThat(queues.in(target)).isEmpty();
        assertThat(trail.about(target)).isEmpty();
    }

    private void event(String name, String correlationId) {
        queues.send(source, """
                {"event_id": "%s", "event_name": "%s", "payload": {"amount": 10.50}}""".formatted(UUID.randomUUID(), name), """
                {"event_name": "%s", "correlation_id": "%s", "x-pgmq-group": "order-1"}""".formatted(name, correlationId));
    }

    private ValidatableResponse replay(String selection) {
        return given().contentType(ContentType.JSON)
                .body("{\"namespace\": \"%s\", \"queue\": \"%s\", %s}".formatted(namespace, target, selection))
                .post("/v1/events/replay")
                .then();
    }

    private static List<?> messages(List<Message> messages) {
        return messages.stream().map(Message::message).toList();
    }
}
