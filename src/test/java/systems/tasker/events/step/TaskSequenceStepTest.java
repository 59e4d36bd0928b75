package systems.tasker.events.step;

import java.util.OptionalInt;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.json.InputProblem;
import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.json.Json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class TaskSequenceStepTest {

    @ParameterizedTest(name = "{0} = {1}: {2} {3}")
    @CsvSource(
            quoteCharacter = '`',
            nullValues = "absent",
            value = {
                "/task/task/task_uuid,                    absent,               MALFORMED, is required",
                "/task/task/task_uuid,                    `\"task-1\"`,         MALFORMED, must be a UUID",
                "/task/task/correlation_id,               absent,               MALFORMED, is required",
                "/task/task/correlation_id,               5,                    MALFORMED, must be a string",
                "/task/task/correlation_id,               `\" \"`,              INVALID,   must not be blank",
                "/task/namespace_name,                    absent,               MALFORMED, is required",
                "/task/namespace_name,                    `\"pay-ments\"`,      INVALID,   `must be letters, digits and underscores, not start with a digit, 29 at most`",
                "/task/namespace_name,                    `\"1pay\"`,           INVALID,   `must be letters, digits and underscores, not start with a digit, 29 at most`",
                "/task/namespace_name,                    `\"aaaaaaaaaabbbbbbbbbbcccccccccc\"`, INVALID, `must be letters, digits and underscores, not start with a digit, 29 at most`",
                "/task/task_name,                         1,                    MALFORMED, must be a string",
                "/task/task_version,                      1.0,                  MALFORMED, must be a string",
                "/workflow_step/workflow_step_uuid,       absent,               MALFORMED, is required",
                "/workflow_step/workflow_step_uuid,       `\"\"`,               MALFORMED, must be a UUID",
                "/workflow_step/name,                     absent,               MALFORMED, is required",
                "/workflow_step/name,                     `\"\"`,               INVALID,   must not be blank",
                "/workflow_step/template_step_name,       `[]`,                 MALFORMED, must be a string",
                "/workflow_step/attempts,                 `\"1\"`,              MALFORMED, must be a number",
                "/workflow_step/attempts,                 1.5,                  MALFORMED, must be a whole number",
                "/workflow_step/attempts,                 -1,                   INVALID,   must be between 0 and 2147483647",
                "/workflow_step/attempts,                 2147483648,           INVALID,   must be between 0 and 2147483647",
                "/workflow_step/attempts,                 99999999999999999999, INVALID,   must be between 0 and 2147483647",
                "/workflow_step/max_attempts,             -3,                   INVALID,   must be between 0 and 2147483647",
                "/workflow_step/retryable,                `\"true\"`,           MALFORMED, must be true or false",
            })
    void reportsWhatItCannotUse(String pointer, String value, InputProblem.Kind kind, String detail) {
        // Given
        var json = SampleStep.contextJson();
        var at = JsonPointer.compile(pointer);
        var parent = (ObjectNode) json.at(at.head());
        if (value == null) {
            parent.remove(at.last().getMatchingProperty());
        } else {
            parent.set(at.last().getMatchingProperty(), Json.read(value));
        }

        // When
        var refusal = catchThrowableOfType(InvalidInputException.class, () -> TaskSequenceStep.of(json, "/base"));

        // Then
        assertThat(refusal.problems()).containsExactly(new InputProblem("/base" + pointer, detail, kind));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "\"text\"", "3"})
    void rejectsAContextThatIsNoObject(String json) {
        var refusal = catchThrowableOfType(
                InvalidInputException.class, () -> TaskSequenceStep.of(Json.read(json), "/task_sequence_step"));

        assertThat(refusal.problems())
                .containsExactly(InputProblem.malformed("/task_sequence_step", "must be an object"));
    }

    @Test
    void reportsEveryRequiredFieldOfAnEmptyContextAtOnce() {
        var refusal = catchThrowableOfType(
                InvalidInputException.class, () -> TaskSequenceStep.of(SampleStep.json("{\"task\": 7}"), ""));

        assertThat(refusal.problems())
                .extracting(InputProblem::pointer)
                .containsExactly(
                        "/task/task/task_uuid",
                        "/task/task/correlation_id",
                        "/task/namespace_name",
                        "/workflow_step/workflow_step_uuid",
                        "/workflow_step/name");
    }

    @Test
    void readsTheStepContext() {
        // Given
        var json = SampleStep.contextJson();
        ((ObjectNode) json.get("workflow_step"))
                .put("template_step_name", "charge_template")
                .put("attempts", 2)
                .put("max_attempts", 5)
                .put("retryable", false);
        json.putObject("step_definition").put("name", "charge");

        // When
        var context = TaskSequenceStep.of(json, "");

        // Then
        assertThat(context.stepUuid()).isEqualTo(SampleStep.STEP_UUID);
        assertThat(context.taskUuid()).isEqualTo(SampleStep.TASK_UUID);
        assertThat(context.stepName()).isEqualTo("charge");
        assertThat(context.templateStepName()).isEqualTo("charge_template");
        assertThat(context.namespace()).isEqualTo("pay");
        assertThat(context.correlationId()).isEqualTo("corr-1");
        assertThat(context.taskName()).isEqualTo("charge_card");
        assertThat(context.taskVersion()).isEqualTo("1.0.0");
        assertThat(context.attempts()).hasValue(2);
        assertThat(context.maxAttempts()).hasValue(5);
        assertThat(context.mayRetry()).isFalse();
        assertThat(context.stepDefinition().path("name").asText()).isEqualTo("charge");
        assertThat(context.json()).isSameAs(json);
    }

    @Test
    void appliesDefaultsOfTheStepContext() {
        var json = SampleStep.contextJson();
        ((ObjectNode) json.get("task")).remove(java.util.List.of("task_name", "task_version"));

        var context = TaskSequenceStep.of(json, "");

        assertThat(context.templateStepName()).isEqualTo("charge");
        assertThat(context.attempts()).isEqualTo(OptionalInt.empty());
        assertThat(context.maxAttempts()).isEqualTo(OptionalInt.empty());
        assertThat(context.mayRetry()).isTrue();
        assertThat(context.taskName()).isEmpty();
        assertThat(context.taskVersion()).isEmpty();
        assertThat(context.stepDefinition().isMissingNode()).isTrue();
    }
}
