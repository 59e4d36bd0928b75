package systems.tasker.events.http.deadletters;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;

import systems.tasker.events.fixture.TestQueues;
import systems.tasker.events.fixture.TestQueues.Message;
import systems.tasker.events.postgres.pgmq.DeadLetter;

import static io.restassured.RestAssured.given;

/** A queue and its dead-letter queue, which a test has for itself, and the calls that operators make. */
record DeadLetterQueue(TestQueues queues, String origin, String name) {

    static final Instant FIRST_SEEN = Instant.parse("2026-11-23T06:30:00Z");
    static final Instant LAST_SEEN = Instant.parse("2026-11-23T06:45:00Z");

    static DeadLetterQueue in(Pool pool) {
        var queues = new TestQueues(pool);
        var origin = queues.create("origin");
        return new DeadLetterQueue(queues, origin, queues.existing(origin + "_dlq"));
    }

    /** An event that a consumer gave up. */
    long event(String eventName, String reason, String correlationId) {
        return letter(origin, reason, """
                {"event_name": "%s", "correlation_id": "%s", "x-pgmq-group": "order-1"}""".formatted(eventName, correlationId), """
                {"event_id": "0199f3c2-0000-7000-8000-000000000001", "event_name": "%s", "payload": {"amount": 10.50}}""".formatted(eventName));
    }

    /** A message with nothing special about it. */
    long letter() {
        return letter(origin, "poison", "{}", "{}");
    }

    /** A message that came from another queue than the name says. */
    long letterFrom(String queue) {
        return letter(queue, "poison", "{}", "{}");
    }

    /** Many like it, in one statement. */
    void lettersFrom(String queue, int count) {
        queues.sendMany(name, count, headers(queue, "poison", "{}"));
    }

    /** A message that failed with an error. */
    long failed(String reason, String error) {
        return queues.send(name, "{}", headers(origin, reason, error, "{}"));
    }

    private long letter(String queue, String reason, String headers, String message) {
        return queues.send(name, message, headers(queue, reason, headers));
    }

    private static String headers(String queue, String reason, String headers) {
        return headers(queue, reason, "it was odd", headers);
    }

    private static String headers(String queue, String reason, String error, String headers) {
        try {
            return new DeadLetter(reason, List.of(error), FIRST_SEEN, LAST_SEEN, 5, queue, Optional.of(4711L))
                    .addTo((ObjectNode) new ObjectMapper().readTree(headers))
                    .toString();
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException(headers, notJson);
        }
    }

    List<Message> letters() {
        return queues.in(name);
    }

    List<Message> returned() {
        return queues.in(origin);
    }

    ValidatableResponse page(String query) {
        return given().get("/v1/dead-letters/" + name + query).then();
    }

    ValidatableResponse get(long id) {
        return given().get("/v1/dead-letters/" + name + "/" + id).then();
    }

    ValidatableResponse discard(long id) {
        return given().delete("/v1/dead-letters/" + name + "/" + id).then();
    }

    /** The causes of its dead letters. */
    ValidatableResponse causes() {
        return given().get("/v1/dead-letter-causes?queue=" + name).then();
    }

    ValidatableResponse discardAll(String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/v1/dead-letters/" + name + "/discard")
                .then();
    }

    ValidatableResponse redrive(String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/v1/dead-letters/" + name + "/redrive")
                .then();
    }
}
