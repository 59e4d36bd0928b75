package systems.tasker.events.publication;

import java.util.Optional;
import java.util.OptionalInt;

import systems.tasker.events.step.InputProblem;
import systems.tasker.events.step.InvalidInputException;
import systems.tasker.events.step.StepExecutionResult;
import systems.tasker.events.step.TaskSequenceStep;

/**
 * A step result as it was handed in.
 *
 * @param result what the handler reported
 * @param inlineContext the context, where it came with the result
 * @param attempt which attempt it is, where the sender says so
 * @param bodyDigest tells two bodies apart; equal for bodies that say the same
 */
public record StepResultSubmission(
        StepExecutionResult result, Optional<TaskSequenceStep> inlineContext, OptionalInt attempt, String bodyDigest) {

    public StepResultSubmission {
        if (inlineContext.isPresent() && !inlineContext.get().stepUuid().equals(result.stepUuid())) {
            throw new InvalidInputException(InputProblem.invalid(
                    "/task_sequence_step/workflow_step/workflow_step_uuid", "is not the result's step_uuid"));
        }
    }
}
