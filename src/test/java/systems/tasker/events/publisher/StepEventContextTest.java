package systems.tasker.events.publisher;

import java.util.OptionalInt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.step.StepOutcome;
import systems.tasker.events.template.TemplateCatalogs;

import static org.assertj.core.api.Assertions.assertThat;

class StepEventContextTest {

    @Test
    void isolatesItsTreesFromChanges() {
        // Given
        var context = new StepEventContext(
                TemplateCatalogs.event("{\"name\": \"payment.processed\"}"),
                SampleStep.success("{\"amount\": 10.50}"),
                SampleStep.context(1),
                StepOutcome.SUCCESS,
                OptionalInt.of(1));
        var isolated = context.isolated();

        // When
        ((ObjectNode) isolated.result()).put("amount", 0).put("forged", true);
        isolated.executionResult().json().removeAll();
        isolated.taskSequenceStep().json().removeAll();

        // Then
        assertThat(context.result()).isEqualTo(SampleStep.json("{\"amount\": 10.50}"));
        assertThat(context.executionResult()).isEqualTo(SampleStep.success("{\"amount\": 10.50}"));
        assertThat(context.taskSequenceStep()).isEqualTo(SampleStep.context(1));
    }

    @Test
    void hasEqualContentIsolatedOrNot() {
        var context = new StepEventContext(
                TemplateCatalogs.event("{\"name\": \"payment.processed\"}"),
                SampleStep.failure(true),
                SampleStep.context(2),
                StepOutcome.RETRYABLE_FAILURE,
                OptionalInt.of(2));

        assertThat(context.isolated()).isEqualTo(context);
    }
}
