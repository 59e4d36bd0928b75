package systems.tasker.events.publication;

import java.util.Optional;
import java.util.OptionalInt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.json.InputProblem;
import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.publication.store.PublicationReceipt;
import systems.tasker.events.step.TaskSequenceStep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class MissingContextTest {

    private final ProcessorFixture bench = new ProcessorFixture();

    @Test
    void notifiesOrchestrationWithoutAContext() {
        var acceptance = bench.process(ProcessorFixture.claimedResult(SampleStep.success("{}")));

        assertThat(ProcessorFixture.outcomes(acceptance)).containsExactly("* skipped context_missing");
        assertThat(bench.ledger.commits).singleElement().satisfies(commit -> {
            assertThat(commit.notification().get("task_uuid").isNull()).isTrue();
            assertThat(commit.notification().get("step_uuid").asText()).isEqualTo(SampleStep.STEP_UUID.toString());
            assertThat(commit.durableEvents()).isEmpty();
        });
    }

    @Test
    void skipsTheEventsOfAStepThatNoTemplateDeclares() {
        var acceptance =
                bench.process(ProcessorFixture.inlineResult(SampleStep.success("{}"), with("task_version", "9.9.9")));

        assertThat(ProcessorFixture.outcomes(acceptance)).containsExactly("* skipped definition_missing");
    }

    @Test
    void prefersTheDefinitionThatComesWithTheContext() {
        var acceptance = bench.process(ProcessorFixture.inlineResult(
                SampleStep.success("{}"),
                withDefinition("{\"name\": \"charge\", \"publishes_events\": [{\"name\": \"mine.alone\"}]}")));

        assertThat(ProcessorFixture.outcomes(acceptance)).containsExactly("mine.alone published");
    }

    @Test
    void acceptsAResultWithAnInvalidInlineDefinitionAndReportsItsProblems() {
        // Given
        var definition = withDefinition("""
                {"name": "charge", "publishes_events": [
                  {"name": "charge.done", "publisher": "Orders::ChargePublisher"}, {"name": "a.b"}, {"name": "a.b"}]}""");

        // When
        var acceptance = bench.process(ProcessorFixture.inlineResult(SampleStep.success("{}"), definition));

        // Then
        assertThat(ProcessorFixture.outcomes(acceptance)).containsExactly("* skipped definition_invalid");
        assertThat(acceptance.receipt().events().get(0).problems())
                .extracting(PublicationReceipt.DefinitionProblem::pointer)
                .containsExactly(
                        "/task_sequence_step/step_definition/publishes_events/0/publisher",
                        "/task_sequence_step/step_definition/publishes_events/2/name");
        assertThat(bench.ledger.commits)
                .singleElement()
                .satisfies(commit -> assertThat(
                                commit.notification().get("task_uuid").isTextual())
                        .isTrue());
        assertThat(bench.calls).contains("outcome * skipped");
    }

    @Test
    void notifiesWithoutEventsWhenTheClaimedDefinitionIsInvalid() {
        bench.claimed(withDefinition("{\"name\": \"charge\", \"publishes_events\": [{\"name\": \"Bad\"}]}"));

        var acceptance = bench.process(ProcessorFixture.claimedResult(SampleStep.success("{}")));

        assertThat(ProcessorFixture.outcomes(acceptance)).containsExactly("* skipped definition_invalid");
        assertThat(bench.ledger.commits)
                .singleElement()
                .satisfies(commit -> assertThat(commit.claimId()).isPresent());
    }

    @Test
    void failsADurableEventWhoseNamespaceHasNoQueue() {
        // Given
        var json = withDefinition("""
                {"name": "charge", "publishes_events": [
                  {"name": "a.durable"}, {"name": "a.fast", "delivery_mode": "fast"}
                ]}
                """).json();
        ((ObjectNode) json.get("task")).put("namespace_name", "elsewhere");

        // When
        var acceptance =
                bench.process(ProcessorFixture.inlineResult(SampleStep.success("{}"), TaskSequenceStep.of(json, "")));

        // Then
        assertThat(ProcessorFixture.outcomes(acceptance))
                .containsExactly("a.durable failed queue_missing", "a.fast published");
    }

    @Test
    void rejectsTheContextOfAnotherStep() {
        var json = SampleStep.contextJson();
        ((ObjectNode) json.get("workflow_step")).put("workflow_step_uuid", SampleStep.TASK_UUID.toString());
        var context = TaskSequenceStep.of(json, "");

        var refusal = catchThrowableOfType(
                InvalidInputException.class,
                () -> new StepResultSubmission(
                        SampleStep.success("{}"), Optional.of(context), OptionalInt.empty(), "digest"));

        assertThat(refusal.problems())
                .extracting(InputProblem::pointer)
                .containsExactly("/task_sequence_step/workflow_step/workflow_step_uuid");
    }

    private static TaskSequenceStep with(String taskField, String value) {
        var json = SampleStep.contextJson();
        ((ObjectNode) json.get("task")).put(taskField, value);
        return TaskSequenceStep.of(json, "");
    }

    private static TaskSequenceStep withDefinition(String definition) {
        var json = SampleStep.contextJson();
        json.set("step_definition", SampleStep.json(definition));
        return TaskSequenceStep.of(json, "");
    }
}
