package systems.tasker.events.step;

import java.util.OptionalInt;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import systems.tasker.events.fixture.SampleStep;

import static org.assertj.core.api.Assertions.assertThat;

class StepOutcomeTest {

    @ParameterizedTest(name = "handler says retryable {0}, declared retryable {1}, attempt {2} of 3: {3}")
    @CsvSource(
            nullValues = "unknown",
            value = {
                "true,  true,  1,       RETRYABLE_FAILURE",
                "true,  true,  2,       RETRYABLE_FAILURE",
                "true,  true,  3,       PERMANENT_FAILURE",
                "true,  true,  4,       PERMANENT_FAILURE",
                "true,  true,  unknown, RETRYABLE_FAILURE",
                "true,  false, 1,       PERMANENT_FAILURE",
                "true,  false, unknown, PERMANENT_FAILURE",
                "false, true,  1,       PERMANENT_FAILURE",
                "false, true,  3,       PERMANENT_FAILURE",
                "false, true,  unknown, PERMANENT_FAILURE",
                "false, false, 1,       PERMANENT_FAILURE",
            })
    void isRetryableOnlyWhenResultDeclarationAndAttemptsAllowIt(
            boolean says, boolean declared, Integer attempts, StepOutcome expected) {
        var count = attempts == null ? OptionalInt.empty() : OptionalInt.of(attempts);

        assertThat(StepOutcome.of(SampleStep.failure(says), declared, count, 3)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "unknown",
            value = {"0, 0", "0, 1", "0, unknown", "1, 1", "1, unknown"})
    void doesNotRetryAStepWithOneExecution(int maxAttempts, Integer attempts) {
        var count = attempts == null ? OptionalInt.empty() : OptionalInt.of(attempts);

        assertThat(StepOutcome.of(SampleStep.failure(true), true, count, maxAttempts))
                .isEqualTo(StepOutcome.PERMANENT_FAILURE);
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "false, 1", "true, 3", "false, 9"})
    void isSuccessRegardlessOfAttemptsAndDeclaration(boolean declared, int attempts) {
        assertThat(StepOutcome.of(SampleStep.success("{}"), declared, OptionalInt.of(attempts), 3))
                .isEqualTo(StepOutcome.SUCCESS);
    }

    @Test
    void treatsAFailureWithoutMetadataAsPermanent() {
        var silent = SampleStep.failure(true).json();
        silent.remove("metadata");

        assertThat(StepOutcome.of(StepExecutionResult.of(silent), true, OptionalInt.of(1), 3))
                .isEqualTo(StepOutcome.PERMANENT_FAILURE);
    }
}
