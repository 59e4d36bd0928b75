package systems.tasker.events.http.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.PostedStep;
import systems.tasker.events.fixture.TestQueues;
import systems.tasker.events.http.MessageFilter;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
class EventSearchTest {

    private static final String QUEUE = "payments_domain_events";

    @Inject
    Pool pool;

    private final String task = UUID.randomUUID().toString();

    @Test
    void findsAnEventByIdWithExactNumbers() {
        // Given
        var step = PostedStep.payment();
        var receipt = Api.submit(step.success(), step.context(1)).extract();
        String eventId = receipt.path("events[0].event_id");
        int msgId = receipt.path("events[0].msg_id");

        // When
        var found = Api.get("/v1/events/" + eventId);

        // Then
        found.statusCode(200)
                .body("event_id", equalTo(eventId))
                .body("places", hasSize(1))
                .body("places[0].state", equalTo("queued"))
                .body("places[0].queue", equalTo(QUEUE))
                .body("places[0].msg_id", equalTo(msgId))
                .body("places[0].read_ct", equalTo(0))
                .body("places[0].enqueued_at", notNullValue())
                .body("event.metadata.step_uuid", equalTo(step.stepUuid().toString()));
        assertThat(found.extract().asString()).contains("\"amount\":10.50");
    }

    @Test
    void findsAnEventAsDeepAsPostgresqlStores() {
        // Given
        var deep = "[".repeat(5_000) + "]".repeat(5_000);
        new TestQueues(pool).send(QUEUE, "{\"event_id\": \"%s\", \"payload\": %s}".formatted(id(7), deep), null);

        // Then
        assertThat(Api.get("/v1/events/" + id(7)).statusCode(200).extract().asString())
                .contains(deep);
    }

    @Test
    void searchesEventsByTaskAcrossQueuesInOrder() {
        // Given
        var queues = new TestQueues(pool);
        var fourth = send(queues, QUEUE, 4);
        var second = send(queues, QUEUE, 2);
        send(queues, QUEUE + "_dlq", 3);
        var first = send(queues, QUEUE, 1);
        queues.hide(QUEUE, second);
        archive(first);

        // When
        var story = story("");

        // Then
        story.statusCode(200)
                .body("events.event_id", equalTo(List.of(id(1), id(2), id(3), id(4))))
                .body("events.places.state.flatten()", contains("archived", "in_flight", "dead_letter", "queued"))
                .body("events.places.msg_id.flatten()[3]", equalTo((int) fourth))
                .body("next", nullValue());
    }

    @Test
    void mergesCopiesOfAnEventInSearchResults() {
        // Given
        var queues = new TestQueues(pool);
        var archived = send(queues, QUEUE, 1);
        archive(archived);
        send(queues, QUEUE, 1);

        // Then
        story("").body("events", hasSize(1)).body("events[0].places.state", contains("archived", "queued"));
    }

    @Test
    void pagesThroughSearchResults() {
        var queues = new TestQueues(pool);
        List.of(1, 2, 3).forEach(each -> send(queues, QUEUE, each));

        String next = story("&limit=2")
                .body("events.event_id", equalTo(List.of(id(1), id(2))))
                .extract()
                .path("next");

        story("&limit=2&after=" + next)
                .body("events.event_id", equalTo(List.of(id(3))))
                .body("next", nullValue());
    }

    @Test
    void usesTheSearchIndexesOfThePage() throws IOException {
        // Given
        var page = Files.readString(Path.of("src/site/markdown/live-tail.md"));
        var statements = page.substring(page.indexOf("```sql") + 6, page.lastIndexOf("```"));
        var queue = new TestQueues(pool).create("indexed");

        // When
        for (var create : statements
                .replace("concurrently ", "")
                .replace(QUEUE, queue)
                .strip()
                .split(";")) {
            pool.query(create).executeAndAwait();
        }

        // Then
        assertThat(plan(queue, new MessageFilter().correlationId(task))).contains("Index Cond");
        assertThat(plan(queue, new MessageFilter().eventId(UUID.fromString(task))))
                .contains("Index Cond");
    }

    @Test
    void answers404ForAnUnknownEvent() {
        Api.get("/v1/events/" + UUID.randomUUID())
                .statusCode(404)
                .contentType("application/problem+json")
                .body("detail", containsString("Fast events are not kept"));
        story("").statusCode(200).body("events", hasSize(0));
    }

    @Test
    void rejectsInvalidSearchParameters() {
        Api.get("/v1/events").statusCode(400).body("errors[0].pointer", equalTo("/correlation_id"));
        story("&limit=201").statusCode(422).body("errors[0].detail", equalTo("must be between 1 and 200"));
        story("&after=a%00b").statusCode(422).body("errors[0].pointer", equalTo("/after"));
    }

    private ValidatableResponse story(String more) {
        return given().urlEncodingEnabled(false)
                .get("/v1/events?correlation_id=" + task + more)
                .then();
    }

    /** A version 7 id of this test's own; the higher the number, the later. */
    private String id(int number) {
        return "0199f3c2-000" + number + "-7000-8000-" + task.substring(24);
    }

    private long send(TestQueues queues, String queue, int number) {
        return queues.send(
                queue,
                "{\"event_id\": \"%s\", \"event_name\": \"a.b\"}".formatted(id(number)),
                "{\"correlation_id\": \"%s\"}".formatted(task));
    }

    private String plan(String queue, MessageFilter selection) {
        var condition = selection.sql(0).replace("$1", "'" + task + "'");
        return pool.withTransaction(connection -> connection
                        .query("set local enable_seqscan = off")
                        .execute()
                        .chain(set -> connection
                                .query("explain (format json) select from " + TestQueues.table("a_", queue) + " where "
                                        + condition)
                                .execute()))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getValue(0)
                .toString();
    }

    private void archive(long msgId) {
        pool.preparedQuery("select pgmq.archive($1, $2::bigint)").executeAndAwait(Tuple.of(QUEUE, msgId));
    }
}
