package systems.tasker.events.step;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import systems.tasker.events.fixture.SampleStep;

import static org.assertj.core.api.Assertions.assertThat;

class AttemptsConventionTest {

    @ParameterizedTest
    @CsvSource({
        "AFTER_CLAIM, 0, 0",
        "AFTER_CLAIM, 2, 2",
        "BEFORE_CLAIM, 0, 1",
        "BEFORE_CLAIM, 2, 3",
        "BEFORE_CLAIM, 2147483647, 2147483647",
        "AFTER_CLAIM, , ",
        "BEFORE_CLAIM, , "
    })
    void countsTheRunThatJustEnded(AttemptsConvention convention, Integer attempts, Integer expected) {
        // Given
        var json = SampleStep.context(1).json();
        json.withObject("/workflow_step").put("attempts", attempts);

        // When
        var attempt = convention.attempt(TaskSequenceStep.of(json, ""));

        // Then
        assertThat(attempt.isPresent() ? attempt.getAsInt() : null).isEqualTo(expected);
    }
}
