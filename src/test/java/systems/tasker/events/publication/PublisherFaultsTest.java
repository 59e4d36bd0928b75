package systems.tasker.events.publication;

import java.util.List;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.MoodyPublisher;
import systems.tasker.events.fixture.PostedStep;
import systems.tasker.events.json.Json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static systems.tasker.events.fixture.Waits.await;

/** What publishers and declarations do wrong costs their events, never the result. */
@QuarkusTest
class PublisherFaultsTest {

    private static final String EVENTS = """
            {"name": "process_payment", "publishes_events": [
              {"name": "fault.durable", "publisher": "Fixture::Moody", "schema": {"required": ["amount"]}},
              {"name": "fault.fast", "publisher": "Fixture::Moody", "delivery_mode": "fast"},
              {"name": "fault.none"}]}""";

    private final PostedStep step = PostedStep.payment();

    @Inject
    MoodyPublisher publisher;

    @Test
    void failsOnlyEventsThatJacksonCannotWriteAndTellsTheirPublisher() {
        // When
        var answer = post("unwritable");

        // Then
        answer.statusCode(202)
                .body("notification.msg_id", notNullValue())
                .body("events.outcome", equalTo(List.of("failed", "failed", "published")))
                .body("events[0].reason", equalTo("payload_unstorable"));
        await().untilAsserted(() -> assertThat(publisher.errors(step.stepUuid()))
                .hasSize(2)
                .allSatisfy(error -> {
                    assertThat(error.reason()).isEqualTo("payload_unstorable");
                    assertThat(error.payload()).isEmpty();
                }));
    }

    @Test
    void publishesWhatWasValidatedWhenBeforePublishChangesTheEvent() throws Exception {
        // When
        post("forges").statusCode(202).body("events.outcome", everyItem(equalTo("published")));

        // Then
        var stored = Database.ofTests().events(step).get(0).body();
        var event = Json.read(stored);
        assertThat(event.at("/payload/payload/mood").asText()).isEqualTo("forges");
        assertThat(event.at("/payload/execution_result/success").asBoolean()).isTrue();
        assertThat(event.at("/payload/task_sequence_step/workflow_step").isObject())
                .isTrue();
        assertThat(event.at("/metadata/fired_by").asText()).isEqualTo("Fixture::Moody");
        assertThat(stored).doesNotContain("forged");
    }

    @Test
    void tellsThePublisherOfAnEventThatViolatesItsSchema() {
        // When
        var result = step.success().replace("\"amount\": 10.50", "\"mood\": \"calm\"");
        Api.submit(result, step.contextDeclaring(EVENTS))
                .statusCode(202)
                .body("events.outcome", equalTo(List.of("rejected", "published", "published")));

        // Then
        await().untilAsserted(() -> assertThat(publisher.errors(step.stepUuid()))
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.eventName().value()).isEqualTo("fault.durable");
                    assertThat(error.reason()).isEqualTo("schema");
                    assertThat(error.violations()).extracting("keyword").containsExactly("required");
                    assertThat(error.payload().orElseThrow().path("mood").asText())
                            .isEqualTo("calm");
                }));
    }

    @Test
    void acceptsAResultWhoseInlineDefinitionNamesAnUnknownPublisher() {
        // Given
        var definition = """
                {"name": "process_payment", "publishes_events": [
                  {"name": "order.charged", "publisher": "Orders::ChargePublisher"},
                  {"name": "a.b"}, {"name": "a.b"}]}""";

        // When
        var answer = Api.submit(step.success(), step.contextDeclaring(definition));

        // Then
        answer.statusCode(202)
                .body("notification.msg_id", notNullValue())
                .body("events.reason", equalTo(List.of("definition_invalid")))
                .body(
                        "events[0].problems.pointer",
                        equalTo(List.of(
                                "/task_sequence_step/step_definition/publishes_events/0/publisher",
                                "/task_sequence_step/step_definition/publishes_events/2/name")));
        Api.receipts(step.stepUuid())
                .statusCode(200)
                .body(
                        "events.problems.flatten().pointer",
                        hasItem("/task_sequence_step/step_definition/publishes_events/0/publisher"));
    }

    private ValidatableResponse post(String mood) {
        return Api.submit(
                step.success().replace("\"amount\": 10.50", "\"amount\": 10.50, \"mood\": \"" + mood + "\""),
                step.contextDeclaring(EVENTS));
    }
}
