package systems.tasker.events.step;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.json.InputProblem;
import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.json.Json;
import systems.tasker.events.json.ProblemType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class StepExecutionResultTest {

    @ParameterizedTest(name = "{0} = {1}: {2} {3}")
    @CsvSource(
            quoteCharacter = '`',
            nullValues = "absent",
            value = {
                "/step_uuid,                  absent,                                   MALFORMED, is required",
                "/step_uuid,                  null,                                     MALFORMED, is required",
                "/step_uuid,                  7,                                        MALFORMED, must be a string",
                "/step_uuid,                  `\"1-1-1-1-1\"`,                          MALFORMED, must be a UUID",
                "/step_uuid,                  `\"0198d3c0-0000-7000-8000-00000000000g\"`, MALFORMED, must be a UUID",
                "/step_uuid,                  `\"000000001-0000-0000-0000-00000000001\"`, MALFORMED, must be a UUID",
                "/step_uuid,                  `\"+198d3c0-0000-7000-8000-000000000001\"`, MALFORMED, must be a UUID",
                "/success,                    absent,                                   MALFORMED, is required",
                "/success,                    null,                                     MALFORMED, is required",
                "/success,                    `\"true\"`,                               MALFORMED, must be true or false",
                "/success,                    1,                                        MALFORMED, must be true or false",
                "/status,                     false,                                    MALFORMED, must be a string",
                "/error,                      `\"boom\"`,                               MALFORMED, must be an object",
                "/error,                      `{\"message\": 1}`,                       MALFORMED, must be a string",
                "/error,                      `{\"error_type\": []}`,                   MALFORMED, must be a string",
                "/metadata,                   `[]`,                                     MALFORMED, must be an object",
                "/metadata,                   `{\"retryable\": \"yes\"}`,               MALFORMED, must be true or false",
                "/metadata,                   `{\"error_code\": 500}`,                  MALFORMED, must be a string",
                "/metadata,                   `{\"error_type\": {}}`,                   MALFORMED, must be a string",
                "/metadata,                   `{\"completed_at\": 1}`,                  MALFORMED, must be a string",
                "/metadata,                   `{\"execution_time_ms\": \"12\"}`,        MALFORMED, must be a number",
                "/orchestration_metadata,     `\"x\"`,                                  MALFORMED, must be an object",
            })
    void reportsWhatItCannotUse(String pointer, String value, InputProblem.Kind kind, String detail) {
        // Given
        var json = SampleStep.success("{}").json();
        if (value == null) {
            json.remove(pointer.substring(1));
        } else {
            json.set(pointer.substring(1), Json.read(value));
        }

        // When
        var refusal = catchThrowableOfType(InvalidInputException.class, () -> StepExecutionResult.of(json));

        // Then
        assertThat(refusal.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.pointer()).startsWith(pointer).isEqualTo(innermost(json, pointer));
            assertThat(problem.kind()).isEqualTo(kind);
            assertThat(problem.detail()).isEqualTo(detail);
        });
        assertThat(refusal.type())
                .isEqualTo(
                        kind == InputProblem.Kind.MALFORMED ? ProblemType.MALFORMED_INPUT : ProblemType.INVALID_INPUT);
    }

    @Test
    void reportsAllProblemsAtOnceInTheOrderOfTheDocument() {
        // Given
        var json = SampleStep.json("{\"success\": 1, \"status\": 5, \"metadata\": {\"retryable\": 0}}");

        // When
        var refusal = catchThrowableOfType(InvalidInputException.class, () -> StepExecutionResult.of(json));

        // Then
        assertThat(refusal.problems())
                .extracting(InputProblem::pointer)
                .containsExactly("/step_uuid", "/success", "/status", "/metadata/retryable");
        assertThat(refusal)
                .hasMessageContaining("/status must be a string")
                .hasMessageContaining("/step_uuid is required");
        assertThat(refusal.type())
                .as("one malformed field makes the document malformed")
                .isEqualTo(ProblemType.MALFORMED_INPUT);
    }

    @Test
    void keepsUnknownFields() {
        var json = SampleStep.success("[1]").json();
        json.putObject("metadata").put("payment_provider", "stripe").putNull("retryable");
        json.put("status", "completed").put("of_another_world", true);

        var result = StepExecutionResult.of(json);

        assertThat(result.json()).isSameAs(json);
        assertThat(result.metadata().path("payment_provider").asText()).isEqualTo("stripe");
        assertThat(result.allowsRetry()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "completed",
                "Completed",
                "success",
                "failed",
                "error",
                "retryable_error",
                "permanent_error",
                "x y"
            })
    void acceptsAnyStatusAndDecidesNothingByIt(String status) {
        var json = SampleStep.success("{}").json().put("status", status);

        var result = StepExecutionResult.of(json);

        assertThat(result.success()).isTrue();
        assertThat(result.json().path("status").asText()).isEqualTo(status);
    }

    @Test
    void readsAnAbsentResultAsNull() {
        var json = SampleStep.success("{}").json();
        json.remove("result");

        var result = StepExecutionResult.of(json);

        assertThat(result.result().isNull()).isTrue();
        assertThat(result.metadata().isMissingNode()).isTrue();
        assertThat(result.error().isMissingNode()).isTrue();
    }

    /** The only field of an object, else the place itself. */
    private static String innermost(JsonNode json, String pointer) {
        var node = json.at(pointer);
        return node.isObject() && !node.isEmpty()
                ? pointer + "/" + node.fieldNames().next()
                : pointer;
    }
}
