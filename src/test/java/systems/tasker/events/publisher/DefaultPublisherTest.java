package systems.tasker.events.publisher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonPointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.json.Json;
import systems.tasker.events.step.StepExecutionResult;
import systems.tasker.events.step.StepOutcome;
import systems.tasker.events.template.TemplateCatalogs;

import static org.assertj.core.api.Assertions.assertThat;

class DefaultPublisherTest {

    private final DefaultPublisher publisher = new DefaultPublisher(Clock.fixed(SampleStep.NOW, ZoneOffset.UTC));

    @ParameterizedTest
    @ValueSource(strings = {"{}", "null", "{\"amount\": 10.50}", "[]", "\"text\"", "0"})
    void publishesWhateverASuccessfulHandlerReturned(String result) {
        assertThat(publisher.transformPayload(context(SampleStep.success(result), OptionalInt.of(1))))
                .isEqualTo(Json.read(result));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"partial\": true}", "[]", "\"\"", "0", "false"})
    void publishesWhatAFailedHandlerReturned(String result) {
        var json = SampleStep.failure(true).json();
        json.set("result", Json.read(result));

        assertThat(publisher.transformPayload(context(StepExecutionResult.of(json), OptionalInt.of(1))))
                .isEqualTo(Json.read(result));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "null"})
    void publishesTheErrorOfAFailureWithoutResult(String result) {
        // Given
        var json = SampleStep.json("""
                {
                  "step_uuid": "%s", "success": false, "result": %s,
                  "error": {"message": "Card declined", "error_type": "Declined"},
                  "metadata": {"retryable": true, "error_code": "E42", "completed_at": "2026-01-01T00:00:00Z"}
                }
                """.formatted(SampleStep.STEP_UUID, result));

        // When
        var payload = publisher.transformPayload(
                context(StepExecutionResult.of(json), StepOutcome.RETRYABLE_FAILURE, OptionalInt.of(2)));

        // Then
        assertThat(Json.write(payload)).isEqualTo("""
                {"error_code":"E42","error_type":"Declined","error_message":"Card declined",\
                "retryable":true,"attempts":2,"failed_at":"2026-01-01T00:00:00Z"}""");
    }

    @Test
    void leavesOutFailureFieldsThatAreUnknown() {
        var payload = publisher.transformPayload(context(SampleStep.failure(false), OptionalInt.empty()));

        assertThat(Json.write(payload)).isEqualTo("""
                {"retryable":false,"failed_at":"2026-01-02T03:04:05Z"}""");
    }

    @Test
    void publishesAnEmptyObjectForASuccessWithoutResult() {
        var json = SampleStep.success("{}").json();
        json.remove("result");

        assertThat(publisher.transformPayload(context(StepExecutionResult.of(json), OptionalInt.of(1))))
                .isEqualTo(Json.read("{}"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            {"metadata":{"error_code":"A","custom":{"error_code":"B"}},"error":{"error_code":"C"}} | error_code | "A"
            {"metadata":{"custom":{"error_code":"B"}},"error":{"error_code":"C"}} | error_code | "B"
            {"metadata":{"error_code":null,"custom":{}},"error":{"error_code":"C"}} | error_code | "C"
            {"metadata":{"error_code":"","custom":{"error_code":402}}} | error_code | 402
            {"metadata":{"error_type":"A","custom":{"error_type":"B"}},"error":{"error_type":"C"}} | error_type | "A"
            {"metadata":{"custom":{"error_type":"B"}},"error":{"error_type":"C"}} | error_type | "B"
            {"error":{"error_type":"C"}} | error_type | "C"
            {"error":{"message":"A"},"metadata":{"error_message":"B"},"error_message":"C"} | error_message | "A"
            {"error":{"message":""},"metadata":{"error_message":"B"},"error_message":"C"} | error_message | "B"
            {"metadata":{"custom":{"error_message":"D"}},"error_message":"C"} | error_message | "C"
            {"metadata":{"custom":{"error_message":"D"}}} | error_message | "D"
            """)
    void findsTheErrorWhereWorkersReportIt(String reported, String field, String expected) {
        var json = SampleStep.json(reported);
        json.put("step_uuid", SampleStep.STEP_UUID.toString()).put("success", false);

        var payload = publisher.transformPayload(context(StepExecutionResult.of(json), OptionalInt.of(1)));

        assertThat(payload.path(field)).isEqualTo(Json.read(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"error_code", "error_type", "error_message"})
    void takesTheFirstLocationThatThePageLists(String field) throws IOException {
        // Given
        var page = Files.readString(Path.of("src/site/markdown/events.md"));
        var row = Pattern.compile("(?m)^\\| `" + field + "` \\| (.*) \\|$").matcher(page);
        assertThat(row.find()).isTrue();
        var locations = new ArrayList<>(List.of(row.group(1).replace("`", "").split(", ")));

        // Then
        assertThat(locations).hasSizeGreaterThan(2);
        while (!locations.isEmpty()) {
            var json = SampleStep.failure(false).json();
            for (var location : locations) {
                var pointer = JsonPointer.compile("/" + location.replace('.', '/'));
                var parent = pointer.head().matches() ? json : json.withObject(pointer.head());
                parent.put(pointer.last().getMatchingProperty(), location);
            }
            var payload = publisher.transformPayload(context(StepExecutionResult.of(json), OptionalInt.of(1)));
            assertThat(payload.path(field).asText()).isEqualTo(locations.remove(0));
        }
    }

    @Test
    void makesTheFailureThatThePageShows() throws IOException {
        // Given
        var page = Files.readString(Path.of("src/site/markdown/events.md"));
        var shown =
                Pattern.compile("(?ms)^```json\\R(\\{\"error_code\".*?)^```$").matcher(page);
        assertThat(shown.find()).isTrue();
        var json = SampleStep.json("""
                {"step_uuid": "%s", "success": false, "error": {"message": "The card was declined", "error_type": "CardDeclined"},
                 "metadata": {"error_code": "card_declined", "retryable": true, "completed_at": "2026-11-27T12:00:00Z"}}
                """.formatted(SampleStep.STEP_UUID));

        // When
        var payload = publisher.transformPayload(context(StepExecutionResult.of(json), OptionalInt.of(3)));

        // Then
        assertThat(payload).isEqualTo(Json.read(shown.group(1)));
    }

    @Test
    void reportsAFailureOfTheLastAttemptAsNotRetryable() {
        var payload = publisher.transformPayload(context(SampleStep.failure(true), OptionalInt.of(3)));

        assertThat(payload.path("retryable").booleanValue()).isFalse();
    }

    @Test
    void prefersTheErrorTypeOfTheMetadata() {
        var json = SampleStep.failure(false).json();
        json.putObject("error").put("error_type", "FromError");
        json.withObject("/metadata").put("error_type", "FromMetadata").putNull("completed_at");

        var payload = publisher.transformPayload(context(StepExecutionResult.of(json), OptionalInt.of(1)));

        assertThat(payload.path("error_type").asText()).isEqualTo("FromMetadata");
        assertThat(payload.path("failed_at").asText()).isEqualTo("2026-01-02T03:04:05Z");
    }

    private static StepEventContext context(StepExecutionResult result, OptionalInt attempts) {
        return context(result, StepOutcome.PERMANENT_FAILURE, attempts);
    }

    private static StepEventContext context(StepExecutionResult result, StepOutcome outcome, OptionalInt attempts) {
        return new StepEventContext(
                TemplateCatalogs.event("{\"name\": \"payment.failed\", \"condition\": \"always\"}"),
                result,
                SampleStep.context(),
                outcome,
                attempts);
    }
}
