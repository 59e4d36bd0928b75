package systems.tasker.events.publisher;

import java.util.OptionalInt;

import com.fasterxml.jackson.databind.JsonNode;

import systems.tasker.events.event.EventName;
import systems.tasker.events.step.StepExecutionResult;
import systems.tasker.events.step.StepOutcome;
import systems.tasker.events.step.TaskSequenceStep;
import systems.tasker.events.template.EventDeclaration;

/**
 * All that a publisher may know of the event it is asked about.
 *
 * @param declaration the event as it is declared
 * @param executionResult what the step's handler reported
 * @param taskSequenceStep the context the step ran in
 * @param outcome how the attempt ended
 * @param attempts the attempts so far, this one included; empty when unknown
 */
public record StepEventContext(
        EventDeclaration declaration,
        StepExecutionResult executionResult,
        TaskSequenceStep taskSequenceStep,
        StepOutcome outcome,
        OptionalInt attempts) {

    /** The event's name. */
    public EventName eventName() {
        return declaration.name();
    }

    /** What the handler returned; JSON null when it returned nothing. */
    public JsonNode result() {
        return executionResult.result();
    }

    /** The result's metadata, with keys this project knows and keys it does not; missing when there is none. */
    public JsonNode metadata() {
        return executionResult.metadata();
    }

    /** The same context with trees of its own: what a publisher does to them, even after its time is up, stays with it. */
    public StepEventContext isolated() {
        var result = new StepExecutionResult(
                executionResult.stepUuid(),
                executionResult.success(),
                executionResult.json().deepCopy());
        return new StepEventContext(
                declaration,
                result,
                taskSequenceStep.withJson(taskSequenceStep.json().deepCopy()),
                outcome,
                attempts);
    }
}
