package systems.tasker.events.publication;

import java.util.Optional;
import java.util.OptionalInt;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.step.AttemptsConvention;

import static org.assertj.core.api.Assertions.assertThat;

/** The sample step has three attempts. */
class AttemptsOfAContextTest {

    @ParameterizedTest(name = "{0}, context says {1}, body says {2}: attempt {3} ends as {4}")
    @CsvSource({
        "AFTER_CLAIM,  2,  , 2, retryable_failure",
        "AFTER_CLAIM,  3,  , 3, permanent_failure",
        "BEFORE_CLAIM, 1,  , 2, retryable_failure",
        "BEFORE_CLAIM, 2,  , 3, permanent_failure",
        "AFTER_CLAIM,  2, 3, 3, permanent_failure",
        "BEFORE_CLAIM, 2, 2, 2, retryable_failure"
    })
    void decideWhetherTheLastAttemptEnded(
            AttemptsConvention convention, int ofContext, Integer ofBody, int attempt, String outcome) {
        // Given
        var bench = new ProcessorFixture();
        bench.convention = convention;
        var named = ofBody == null ? OptionalInt.empty() : OptionalInt.of(ofBody);
        var submission = new StepResultSubmission(
                SampleStep.failure(true), Optional.of(SampleStep.context(ofContext)), named, "digest");

        // When
        var receipt = bench.process(submission).receipt();

        // Then
        assertThat(receipt.attempt()).isEqualTo(attempt);
        assertThat(receipt.outcome()).isEqualTo(outcome);
    }
}
