package systems.tasker.events.publication;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.EventsOf;
import systems.tasker.events.fixture.FireAndForgetProfile;
import systems.tasker.events.fixture.FireAndForgetSubscriber;
import systems.tasker.events.fixture.GatedPublisher;
import systems.tasker.events.fixture.InlineStep;
import systems.tasker.events.fixture.PostedStep;
import systems.tasker.events.fixture.Poster;
import systems.tasker.events.json.Json;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

@QuarkusTest
@TestProfile(FireAndForgetProfile.class)
class FireAndForgetOverHttpTest {

    private static final List<String> OUTCOMES = List.of("published", "skipped", "rejected", "failed", "dropped");
    private static final String METER = "tasker_domain_events_total";
    private static final String DEAD_LETTERS = "select count(*) from pgmq.q_orders_domain_events_dlq"
            + " where message #>> '{metadata,step_uuid}' = ? and headers #>> '{dead_letter,reason}' = 'send_refused'";

    // Names that a loaded template declares, for the sake of the meter's tags: durable, broadcast, fast.
    private static final String EVENTS = """
            [
              {"name": "order.charge_failed", "condition": "always", "publisher": "gated"},
              {"name": "order.charged", "delivery_mode": "broadcast", "publisher": "gated"},
              {"name": "order.validated", "delivery_mode": "fast"}
            ]
            """;

    @TestHTTPResource
    URI service;

    @Inject
    GatedPublisher publisher;

    @Inject
    FireAndForgetSubscriber subscriber;

    private final Database database = Database.ofTests();
    private Poster poster;
    private final Map<String, Double> before = new HashMap<>();
    private double endedBefore;
    private int deferred;

    @BeforeEach
    void connect() {
        poster = new Poster(service.getPort());
        endedBefore = poster.meter(METER);
        OUTCOMES.forEach(outcome -> before.put(outcome, outcomes(outcome)));
    }

    @AfterEach
    void finish() {
        publisher.openGate();
        // What is still in flight would be counted in the next test.
        awaitEnded(deferred);
    }

    @Test
    void replaysAResultAfterTheNextClaimAndPublishesTheNextResult() {
        // Given
        var step = PostedStep.payment();
        Api.claim(step.context(1)).statusCode(201);
        post(step.permanentFailure());
        Api.claim(step.context(2)).statusCode(201);

        // When
        var again = post(step.permanentFailure());
        var next = post(step.success());

        // Then
        awaitEnded(deferred);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(next.statusCode()).isEqualTo(202);
        assertThat(Json.read(next.body()).get("attempt").intValue()).isEqualTo(2);
        assertThat(database.notifications(step.stepUuid())).hasSize(2);
        assertThat(database.events(step)).hasSize(2);
    }

    @Test
    void answersBeforeItPublishes() {
        // Given
        publisher.closeGate();

        // When
        var answer = post(result());

        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        var receipt = Json.read(answer.body());
        assertThat(receipt.at("/notification/msg_id").isIntegralNumber()).isTrue();
        assertThat(receipt.get("events")).hasSize(3).allMatch(FireAndForgetOverHttpTest::isDeferred);
        assertThat(poster.meter(METER)).isEqualTo(endedBefore);
    }

    @Test
    void broadcastsTheSameEventAfterTheAnswer() {
        // Given
        var result = result();

        // When
        post(result);

        // Then
        var step = InlineStep.stepUuid(result);
        await().until(() -> received(step).size() == 2);
        var queued = queued(step);
        assertThat(queued).map(row -> row.get(1)).containsExactly("order.charge_failed", "order.charged");
        assertThat(received(step).get(0)).isEqualTo(queued.get(1).get(0));
        awaitEnded(3);
        assertThat(ended("published")).isEqualTo(3);
    }

    @Test
    void answersAReplayWithTheFirstReceiptAndPublishesNothingAgain() {
        // Given
        var result = result();
        var first = post(result);
        awaitEnded(3);

        // When
        var again = post(result);

        // Then
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(queued(InlineStep.stepUuid(result))).hasSize(2);
        awaitEnded(3);
    }

    @Test
    void dropsAndCountsEachDeclaredEventWhenTheQueueIsFull() {
        // Given one result in the works, and one in the queue
        publisher.closeGate();
        post(result());
        post(result());

        // When
        var tooMany = result();
        var answer = post(tooMany);

        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        awaitEnded(3);
        assertThat(ended("dropped")).isEqualTo(3);
        List.of("order.charge_failed", "order.charged", "order.validated")
                .forEach(event -> assertThat(poster.meter(
                                METER, "event_name=\"" + event + "\"", "outcome=\"dropped\"", "reason=\"queue_full\""))
                        .isPositive());
        publisher.openGate();
        awaitEnded(9);
        assertThat(queued(InlineStep.stepUuid(tooMany))).isEmpty();
    }

    @Test
    void accountsForEveryDeferredEvent() {
        // Given one whose publisher throws, one it vetoes, one with a failed step, one that nothing ails, one too many
        publisher.closeGate();
        var results = List.of(result("throw"), result("veto"), result().put("success", false), result(), result());

        // When
        results.forEach(this::post);
        publisher.openGate();

        // Then
        assertThat(deferred).isEqualTo(15);
        awaitEnded(deferred);
        assertThat(OUTCOMES.stream().mapToDouble(this::ended).sum()).isEqualTo(deferred);
    }

    @Test
    void failsOnlyTheEventsWhosePublisherThrows() {
        // Given
        var result = result("throw");

        // When
        post(result);

        // Then
        awaitEnded(3);
        assertThat(ended("failed")).isEqualTo(2);
        assertThat(ended("published")).isOne();
        await().until(() -> received(InlineStep.stepUuid(result)).size() == 1);
        assertThat(queued(InlineStep.stepUuid(result))).isEmpty();
    }

    @Test
    void countsEventsThatJacksonCannotWriteAsFailed() {
        // Given
        var result = result("unwritable");

        // When
        post(result);

        // Then
        awaitEnded(3);
        assertThat(ended("failed")).isEqualTo(2);
        assertThat(ended("published")).isOne();
        assertThat(queued(InlineStep.stepUuid(result))).isEmpty();
    }

    @Test
    void keepsDurableEventsWhoseQueueIsGoneAsDeadLettersAndDeliversTheFastOnes() {
        // Given
        var result = result();
        database.execute("alter table pgmq.q_orders_domain_events rename to q_away");

        // When
        try {
            post(result);
            awaitEnded(3);
        } finally {
            database.execute("alter table pgmq.q_away rename to q_orders_domain_events");
        }

        // Then
        assertThat(ended("failed")).isEqualTo(2);
        assertThat(database.number(DEAD_LETTERS, InlineStep.stepUuid(result))).isEqualTo(2);
        await().until(() -> received(InlineStep.stepUuid(result)).size() == 1);
    }

    private static ObjectNode result() {
        return InlineStep.result(UUID.randomUUID(), EVENTS);
    }

    private static ObjectNode result(String instruction) {
        var result = result();
        ((ObjectNode) result.get("result")).put(instruction, true);
        return result;
    }

    private HttpResponse<String> post(String result) {
        return post((ObjectNode) Json.read(result));
    }

    private HttpResponse<String> post(ObjectNode result) {
        var answer = poster.result(result).join();
        if (answer.statusCode() == 202) {
            deferred += Json.read(answer.body()).get("events").size();
        }
        return answer;
    }

    /** The ids of a step's events that the subscriber got. */
    private List<String> received(String stepUuid) {
        return EventsOf.ids(UUID.fromString(stepUuid), subscriber.events()).stream()
                .map(UUID::toString)
                .toList();
    }

    private static boolean isDeferred(JsonNode event) {
        return event.get("outcome").textValue().equals("deferred")
                && event.get("msg_id") == null
                && event.get("event_id") == null;
    }

    private void awaitEnded(int events) {
        await().untilAsserted(
                        () -> assertThat(poster.meter(METER) - endedBefore).isEqualTo(events));
    }

    /** How many events ended in a way since the test began. */
    private double ended(String outcome) {
        return outcomes(outcome) - before.get(outcome);
    }

    private double outcomes(String outcome) {
        return poster.meter(METER, "outcome=\"" + outcome + "\"");
    }

    private List<List<Object>> queued(String stepUuid) {
        return database.rows("""
                select message ->> 'event_id', message ->> 'event_name' from pgmq.q_orders_domain_events
                where message -> 'metadata' ->> 'step_uuid' = ? order by msg_id
                """, stepUuid);
    }
}
