package systems.tasker.events.publication;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.json.Json;
import systems.tasker.events.step.AttemptsConvention;
import systems.tasker.events.step.StepExecutionResult;

import static org.assertj.core.api.Assertions.assertThat;

class NotificationMessageTest {

    private static final String IDS = """
            "task_uuid":"%s","step_uuid":"%s","correlation_id":"corr-1\"""".formatted(SampleStep.TASK_UUID, SampleStep.STEP_UUID);

    @Test
    void carriesTheWholeResultAndTheIds() {
        var json = SampleStep.json("{\"success\": true, \"step_uuid\": \"%s\", \"task_uuid\": \"forged\", \"x\": 1.0}"
                .formatted(SampleStep.STEP_UUID));

        var message =
                new NotificationMessage("results", PublicationConfig.Form.RESULT).of(run(StepExecutionResult.of(json)));

        assertThat(message).isEqualTo(SampleStep.json("{\"success\": true, \"x\": 1.0, " + IDS + "}"));
        assertThat(json.get("task_uuid").asText())
                .as("the result itself is left alone")
                .isEqualTo("forged");
    }

    @Test
    void carriesOnlyTheIdsInFormReference() {
        var message =
                new NotificationMessage("results", PublicationConfig.Form.REFERENCE).of(run(SampleStep.success("{}")));

        assertThat(Json.write(message)).isEqualTo("{" + IDS + "}");
    }

    private static StepRun run(StepExecutionResult result) {
        return new StepRun(
                ProcessorFixture.claimedResult(result),
                Optional.empty(),
                false,
                Optional.of(SampleStep.context(1)),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                AttemptsConvention.AFTER_CLAIM);
    }
}
