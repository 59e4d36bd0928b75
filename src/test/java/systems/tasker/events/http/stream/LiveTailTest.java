package systems.tasker.events.http.stream;

import java.net.URI;
import java.util.List;
import java.util.UUID;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.PostedStep;
import systems.tasker.events.http.stream.TailReader.Sent;
import systems.tasker.events.json.Json;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.equalTo;

/** The stream as its readers see it. Other tests use the same instance, so each reader asks for its own task. */
@QuarkusTest
class LiveTailTest {

    @TestHTTPResource
    URI service;

    private int port;

    @BeforeEach
    void find() {
        port = service.getPort();
    }

    @Test
    void streamsAnEventAsInItsQueue() throws Exception {
        // Given
        var step = PostedStep.payment();
        try (var reader = TailReader.open(port, ofTask(step))) {
            var greeting = reader.next();

            // When
            var receipt =
                    Api.submit(step.success(), step.context(1)).statusCode(202).extract();
            var sent = reader.next();

            // Then
            assertThat(reader.head())
                    .startsWith("HTTP/1.1 200 OK")
                    .containsIgnoringCase("content-type: text/event-stream\n")
                    .containsIgnoringCase("cache-control: no-store\n");
            assertThat(sent.name()).isEqualTo("payment.processed");
            assertThat(sent.sequence()).isGreaterThan(greeting.sequence());
            var stored = given().get("/v1/events/" + receipt.path("events[0].event_id"))
                    .then()
                    .statusCode(200)
                    .extract()
                    .asString();
            assertThat(Json.read(sent.data())).isEqualTo(Json.read(stored).get("event"));
        }
    }

    @Test
    void streamsFastEvents() throws Exception {
        var step = PostedStep.payment();
        try (var reader = TailReader.open(port, ofTask(step) + "&namespace=payments")) {
            Api.submit(step.success(), step.contextDeclaring("tail.fast", "fast"))
                    .statusCode(202);

            var all = reader.upTo(sent -> sent.name() != null);

            assertThat(all).last().extracting(Sent::name).isEqualTo("tail.fast");
        }
    }

    @Test
    void streamsWhyEventsWereNotPublished() throws Exception {
        // Given
        var step = PostedStep.payment();
        try (var reader = TailReader.open(port, ofTask(step) + "&outcome=all")) {
            reader.next();

            // When
            Api.submit(step.success().replace("10.50", "\"much\""), step.context(1))
                    .statusCode(202);

            // Then
            var outcomes = List.of(reader.next(), reader.next());
            assertThat(outcomes).extracting(Sent::name).containsOnly("outcome");
            assertThat(outcomes)
                    .extracting(sent -> Json.read(sent.data()))
                    .extracting(
                            data -> data.path("event_name").asText(),
                            data -> data.path("outcome").asText(),
                            data -> data.path("reason").asText(),
                            data -> data.at("/metadata/step_uuid").asText())
                    .containsExactlyInAnyOrder(
                            tuple(
                                    "payment.processed",
                                    "rejected",
                                    "schema",
                                    step.stepUuid().toString()),
                            tuple(
                                    "payment.failed",
                                    "skipped",
                                    "condition",
                                    step.stepUuid().toString()));
        }
    }

    @Test
    void rejectsAnUnknownOutcome() {
        given().get("/v1/events/stream?outcome=deferred")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/outcome"));
    }

    @Test
    void resumesAfterLastEventId() throws Exception {
        // Given
        var step = PostedStep.payment();
        var later = List.of(stepOf(step), stepOf(step));
        String last;
        try (var reader = TailReader.open(port, ofTask(step))) {
            Api.submit(step.success(), step.context(1)).statusCode(202);
            last = reader.upTo(sent -> sent.name() != null).get(1).id();
        }
        later.forEach(each -> Api.submit(each.success(), each.context(1)).statusCode(202));

        // When
        try (var again = TailReader.resume(port, ofTask(step), last)) {
            var greeting = again.next();
            var events = List.of(again.next(), again.next());

            // Then
            assertThat(greeting.id()).isEqualTo(last);
            assertThat(events).extracting(Sent::name).containsOnly("payment.processed");
            assertThat(events)
                    .extracting(sent ->
                            Json.read(sent.data()).at("/metadata/step_uuid").textValue())
                    .isEqualTo(later.stream()
                            .map(each -> each.stepUuid().toString())
                            .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0199f3c2-6d1e-7c4a-9b57-2f1d3a8e4c01-17", "anything", "-5"})
    void reportsAGapForALastEventIdOfAnotherInstance(String lastEventId) throws Exception {
        try (var reader = TailReader.resume(port, "", lastEventId)) {
            var first = reader.next();

            assertThat(first.name()).isEqualTo(SseEncoder.GAP);
            assertThat(first.data()).isEqualTo("{\"reason\":\"other_instance\",\"missed\":null}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pattern", "namespace", "correlation_id", "outcome"})
    void rejectsABlankFilter(String parameter) {
        given().queryParam(parameter, " ")
                .get("/v1/events/stream")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:tasker:problem:invalid-input"))
                .body("errors[0].pointer", equalTo("/" + parameter));
    }

    private static String ofTask(PostedStep step) {
        return "?correlation_id=corr-" + step.taskUuid();
    }

    /** Another step of the same task. */
    private static PostedStep stepOf(PostedStep first) {
        return new PostedStep(UUID.randomUUID(), first.taskUuid(), first.namespace(), first.template(), first.name());
    }
}
