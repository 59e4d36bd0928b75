package systems.tasker.events.publication;

import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.JourneyCase;
import systems.tasker.events.fixture.JourneyProfile;
import systems.tasker.events.fixture.JourneySubscriber;
import systems.tasker.events.fixture.SentMessages;
import systems.tasker.events.fixture.SentMessages.Sent;
import systems.tasker.events.json.Json;
import systems.tasker.events.test.JsonDifferences;

import static io.restassured.RestAssured.given;
import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static systems.tasker.events.test.JsonDifferences.assertNone;

/**
 * Walks every folder of {@code src/test/resources/journeys} through the running service.
 *
 * <ul>
 *   <li>{@code template.yaml}: a task template; the templates of all folders are loaded at once.
 *   <li>{@code context.json}: claims the step; absent where it is not claimed or the result brings the context.
 *   <li>{@code result.json}: is submitted and answered with 202.
 *   <li>{@code again.json}, optional: what is submitted after that, one {@code {"status", "body"}} or a list of them; without a body it is
 *       {@code result.json} again. A 200 must be a replay of the first receipt, a 409 the problem of a conflict.
 *   <li>{@code expected-receipt.json}: the whole receipt.
 *   <li>{@code expected-message.json}: the event in the queue, or a list of them in order; absent where the queue gets none. Each states
 *       what differs from the base event, {@code journey-event.json}, which spells out message and headers.
 *   <li>{@code expected-copies.json}: by queue, the names of the events that a further queue gets a copy of.
 *   <li>{@code expected-fast.json}: likewise the events that subscribers get and no queue.
 * </ul>
 *
 * <p>{@link JsonDifferences} knows the placeholders of the expected files; {@link JourneyFilesTest} sees to it that no folder is
 * incomplete.
 */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class JourneyTest {

    private static final String NOTIFICATIONS = "orchestration_step_results";
    private static final int REPLAYED = 200;

    @Inject
    Pool pool;

    @Inject
    InProcessEventBus bus;

    @Inject
    JourneySubscriber subscriber;

    /** Other tests have sent some ten thousand, among which each case would look for its own. */
    @BeforeAll
    static void forgetWhatOtherTestsSent() {
        Database.ofTests().rows("select pgmq.purge_queue(queue_name) from pgmq.list_queues()");
    }

    static List<JourneyCase> cases() {
        return JourneyCase.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void walksTheJourney(JourneyCase journey) {
        // Given
        var messages = new SentMessages(pool);
        messages.forget(journey.stepUuid());
        journey.context().ifPresent(context -> post(journey, "/v1/step-claims", context, 201));

        // When
        var receipt = json(post(journey, "/v1/step-results", journey.result(), 202));
        journey.again().forEach(again -> submitAgain(journey, again, receipt));

        // Then
        assertNone(journey + ": expected-receipt.json", journey.expectedReceipt(), receipt);
        assertNone(journey + ": receipts shown", array(Stream.of(receipt)), receipts(journey));
        var sent = messages.of(journey.stepUuid()).stream()
                .collect(partitioningBy(message -> message.queue().equals(NOTIFICATIONS)));
        checkNotification(journey, receipt, sent.get(true));
        var queued = sent.get(false).stream()
                .filter(message -> !journey.expectedCopies().has(message.queue()))
                .toList();
        checkQueue(journey, receipt, queued);
        checkCopies(journey, queued, sent.get(false));
        checkInProcess(journey, receipt, queued, subscriber.eventsOf(journey.stepUuid(), bus));
    }

    private static void submitAgain(JourneyCase journey, JsonNode again, JsonNode first) {
        var status = again.path("status").intValue();
        var body = again.path("body").isObject() ? again.path("body") : journey.result();
        var answer = post(journey, "/v1/step-results", body, status);
        if (status == REPLAYED) {
            assertThat(answer.header("Idempotent-Replayed"))
                    .as("%s: header", journey)
                    .isEqualTo("true");
            assertNone(journey + ": replayed receipt", first, json(answer));
        } else {
            assertThat(answer.contentType()).as("%s: conflict", journey).startsWith("application/problem+json");
            assertThat(answer.<String>path("type")).as("%s: conflict", journey).endsWith(":attempt-conflict");
        }
    }

    /** Orchestration gets the result as it came, with the two ids it sorts by. */
    private static void checkNotification(JourneyCase journey, JsonNode receipt, List<Sent> sent) {
        assertThat(sent).as("%s: notifications", journey).hasSize(1);
        var context = journey.context().orElse(journey.result().path("task_sequence_step"));
        ObjectNode expected = journey.result().without(List.of("task_sequence_step", "attempt"));
        expected.set("task_uuid", orNull(context.at("/task/task/task_uuid")));
        expected.set("correlation_id", orNull(context.at("/task/task/correlation_id")));
        assertNone(journey + ": notification", expected, sent.get(0).message());
        assertThat(sent.get(0).id())
                .as("%s: notification's msg_id", journey)
                .isEqualTo(receipt.at("/notification/msg_id").longValue());
    }

    private static void checkQueue(JourneyCase journey, JsonNode receipt, List<Sent> sent) {
        var expected = journey.expectedMessages();
        assertNone(
                journey + ": expected-message.json",
                array(expected.stream()),
                array(sent.stream().map(Sent::message)));
        assertNone(
                journey + ": headers",
                array(journey.expectedHeaders().stream()),
                array(sent.stream().map(Sent::headers)));
        assertThat(sent)
                .as("%s: places in the queue", journey)
                .extracting(Sent::eventId, Sent::queue, Sent::id)
                .containsExactlyElementsOf(published(receipt)
                        .filter(event -> event.has("queue"))
                        .map(event -> tuple(
                                event.path("event_id").textValue(),
                                event.path("queue").textValue(),
                                event.path("msg_id").longValue()))
                        .toList());
    }

    /** A copy is the same message with the same headers. */
    private static void checkCopies(JourneyCase journey, List<Sent> queued, List<Sent> sent) {
        journey.expectedCopies()
                .properties()
                .forEach(copies -> assertThat(sent)
                        .as("%s: copies in %s", journey, copies.getKey())
                        .filteredOn(copy -> copy.queue().equals(copies.getKey()))
                        .extracting(Sent::message, Sent::headers)
                        .containsExactlyElementsOf(StreamSupport.stream(
                                        copies.getValue().spliterator(), false)
                                .map(name -> queued.stream()
                                        .filter(event -> event.message()
                                                .path("event_name")
                                                .equals(name))
                                        .findFirst()
                                        .orElseThrow())
                                .map(event -> tuple(event.message(), event.headers()))
                                .toList()));
    }

    private static void checkInProcess(
            JourneyCase journey, JsonNode receipt, List<Sent> sent, List<DomainEvent> heard) {
        assertThat(heard)
                .as("%s: events in process", journey)
                .extracting(event -> event.eventId().toString())
                .containsExactlyElementsOf(published(receipt)
                        .filter(event ->
                                !event.path("delivery_mode").textValue().equals("durable"))
                        .map(event -> event.path("event_id").textValue())
                        .toList());
        var queued = sent.stream().collect(toMap(Sent::eventId, Sent::message));
        assertNone(
                journey + ": expected-fast.json",
                array(journey.expectedFast().stream()),
                array(heard.stream()
                        .filter(event -> !queued.containsKey(event.eventId().toString()))
                        .map(JourneyTest::json)));
        heard.stream()
                .filter(event -> queued.containsKey(event.eventId().toString()))
                .forEach(event -> assertNone(
                        journey + ": legs of a broadcast",
                        queued.get(event.eventId().toString()),
                        json(event)));
    }

    private static Stream<JsonNode> published(JsonNode receipt) {
        return StreamSupport.stream(receipt.path("events").spliterator(), false)
                .filter(event -> event.path("outcome").textValue().equals("published"));
    }

    private static JsonNode receipts(JourneyCase journey) {
        return json(given().get("/v1/step-results/{step}", journey.stepUuid())
                .then()
                .extract());
    }

    private static ExtractableResponse<Response> post(JourneyCase journey, String path, JsonNode body, int status) {
        var answer =
                given().contentType(ContentType.JSON).body(Json.write(body)).post(path);
        assertThat(answer.statusCode())
                .as("%s: POST %s answered %s", journey, path, answer.asString())
                .isEqualTo(status);
        return answer.then().extract();
    }

    private static JsonNode json(ExtractableResponse<Response> answer) {
        return Json.read(answer.asString());
    }

    private static JsonNode json(DomainEvent event) {
        return Json.read(Json.write(event));
    }

    private static ArrayNode array(Stream<JsonNode> elements) {
        var array = JsonNodeFactory.instance.arrayNode();
        elements.forEach(array::add);
        return array;
    }

    private static JsonNode orNull(JsonNode node) {
        return node.isMissingNode() ? JsonNodeFactory.instance.nullNode() : node;
    }
}
