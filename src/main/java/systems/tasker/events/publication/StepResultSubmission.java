package systems.tasker.events.publication;

import java.util.Optional;
import java.util.OptionalInt;

import io.opentelemetry.api.trace.SpanContext;

import systems.tasker.events.json.InputProblem;
import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.step.StepExecutionResult;
import systems.tasker.events.step.TaskSequenceStep;

/**
 * A step result as it was handed in.
 *
 * @param result what the handler reported
 * @param inlineContext the context, where it came with the result
 * @param attempt which attempt it is, where the sender says so
 * @param bodyDigest tells two bodies apart; equal for bodies that say the same
 * @param trace the span it was handed in with; an invalid one where its sender is in no trace
 */
public record StepResultSubmission(
        StepExecutionResult result,
        Optional<TaskSequenceStep> inlineContext,
        OptionalInt attempt,
        String bodyDigest,
        SpanContext trace) {

    public StepResultSubmission {
        if (inlineContext.isPresent() && !inlineContext.get().stepUuid().equals(result.stepUuid())) {
            throw new InvalidInputException(InputProblem.invalid(
                    "/task_sequence_step/workflow_step/workflow_step_uuid", "is not the result's step_uuid"));
        }
    }

    /** A submission whose sender is in no trace. */
    public StepResultSubmission(
            StepExecutionResult result,
            Optional<TaskSequenceStep> inlineContext,
            OptionalInt attempt,
            String bodyDigest) {
        this(result, inlineContext, attempt, bodyDigest, SpanContext.getInvalid());
    }

    /** The same within another span. */
    public StepResultSubmission in(SpanContext span) {
        return new StepResultSubmission(result, inlineContext, attempt, bodyDigest, span);
    }
}
