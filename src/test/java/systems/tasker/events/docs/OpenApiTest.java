package systems.tasker.events.docs;

import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.observability.BuildInfo;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** The OpenAPI document describes request bodies, with examples that the service accepts. */
@QuarkusTest
class OpenApiTest {

    private JsonNode document;

    @BeforeEach
    void read() throws Exception {
        document = new ObjectMapper()
                .readTree(given().get("/q/openapi?format=json").asByteArray());
    }

    @Test
    void resolvesEveryReference() {
        List<String> references = document.findValuesAsText("$ref");

        assertThat(references)
                .hasSizeGreaterThan(20)
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isObject())
                        .as(reference)
                        .isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"StepResult", "TaskSequenceStep", "Redrive", "Replay"})
    void describesEveryFieldOfABodyThatComesIn(String name) {
        var schema = schema(name);

        assertThat(schema.path("description").asText()).isNotBlank();
        assertThat(schema.path("properties").properties())
                .hasSizeGreaterThan(3)
                .allSatisfy(
                        field -> assertThat(field.getValue().path("description").asText())
                                .as(field.getKey())
                                .isNotBlank());
    }

    @Test
    void hasTheVersionOfTheBuildAsTheStatusHas() {
        var build = given().get("/v1/status").jsonPath();

        assertThat(document.at("/info/version").asText())
                .isEqualTo(BuildInfo.current().version())
                .isEqualTo(build.getString("build.version"));
    }

    @Test
    void givesEveryOperationAStableUniqueId() {
        assertThat(operations())
                .extracting(operation -> operation.path("operationId").asText())
                .containsExactlyInAnyOrder(
                        "claimStep",
                        "discardDeadLetter",
                        "discardDeadLetters",
                        "findEvents",
                        "getAsyncApi",
                        "getCaller",
                        "getDeadLetter",
                        "getDiagnosis",
                        "getEvent",
                        "getEventStatistics",
                        "getStatus",
                        "getStepReceipts",
                        "getTemplate",
                        "getTimeline",
                        "listBlockedOrderingKeys",
                        "listDeadLetterCauses",
                        "listDeadLetters",
                        "listPublishers",
                        "listQueues",
                        "listSubscribers",
                        "listTemplates",
                        "previewStepResult",
                        "redriveDeadLetters",
                        "reloadTemplates",
                        "replayEvents",
                        "streamEvents",
                        "submitStepResult",
                        "submitStepResults",
                        "validateTemplates");
    }

    @Test
    void describesTheResponsesOfTheFiltersOnEveryOperation() {
        assertThat(operations()).allSatisfy(operation -> {
            var responses = operation.path("responses");
            assertThat(responses.has("401") && responses.has("403") && responses.has("503"))
                    .as(operation.path("operationId").asText())
                    .isTrue();
            assertThat(responses.has("413") && responses.has("415"))
                    .as(operation.path("operationId").asText())
                    .isEqualTo(operation.has("requestBody"));
        });
        assertThat(document.at("/paths/~1v1~1step-results/post/responses/403/description")
                        .asText())
                .isEqualTo("Needs the role `step-results:write`");
        assertThat(operations().stream()
                        .filter(operation -> operation.path("responses").has("429"))
                        .map(operation -> operation.path("operationId").asText()))
                .containsExactlyInAnyOrder("submitStepResult", "submitStepResults");
    }

    @Test
    void describesEveryErrorAsAProblem() {
        assertThat(operations())
                .allSatisfy(operation -> operation.path("responses").properties().stream()
                        .filter(response -> response.getKey().compareTo("400") >= 0)
                        .forEach(response -> assertThat(response.getValue()
                                        .at("/content/application~1problem+json/schema/$ref")
                                        .asText())
                                .as(operation.path("operationId").asText() + " " + response.getKey())
                                .isEqualTo("#/components/schemas/Problem")));
    }

    private List<JsonNode> operations() {
        return document.path("paths")
                .valueStream()
                .flatMap(JsonNode::valueStream)
                .toList();
    }

    @Test
    void describesJsonNodesAsAnyJson() {
        assertThat(document.toString()).doesNotContain("valueNode", "containerNode");
    }

    @ParameterizedTest
    @CsvSource({
        "StepResult, /v1/step-results, 202",
        "TaskSequenceStep, /v1/step-claims, 201",
        "Redrive, /v1/dead-letters/payments_domain_events_dlq/redrive, 200",
        "Replay, /v1/events/replay, 200"
    })
    void acceptsItsOwnExample(String name, String path, int status) {
        // Given
        var examples = schema(name).path("examples");
        var example = examples.path(0);
        var step = example.at(name.equals("StepResult") ? "/step_uuid" : "/workflow_step/workflow_step_uuid");
        // A result is accepted once per step, and the database may already have this one.
        var body = step.isTextual()
                ? example.toString().replace(step.asText(), UUID.randomUUID().toString())
                : example.toString();

        // When
        var response = given().contentType("application/json").body(body).post(path);

        // Then
        assertThat(examples).hasSize(1);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
    }

    private JsonNode schema(String name) {
        return document.at("/components/schemas/" + name);
    }
}
