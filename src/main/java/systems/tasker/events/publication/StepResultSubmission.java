package systems.tasker.events.publication;

import java.util.Optional;
import java.util.OptionalInt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.api.trace.SpanContext;

import systems.tasker.events.json.InputProblem;
import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.json.JsonBody;
import systems.tasker.events.step.StepExecutionResult;
import systems.tasker.events.step.TaskSequenceStep;

/**
 * A step result as it was submitted.
 *
 * @param result what the handler reported
 * @param inlineContext the step context, when it is part of the body
 * @param attempt the attempt, when the sender names it
 * @param bodyDigest identifies the body; the order of its keys and its whitespace do not count
 * @param trace the span of its sender; an invalid one without tracing
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

    /** A submission without tracing. */
    public StepResultSubmission(
            StepExecutionResult result,
            Optional<TaskSequenceStep> inlineContext,
            OptionalInt attempt,
            String bodyDigest) {
        this(result, inlineContext, attempt, bodyDigest, SpanContext.getInvalid());
    }

    /**
     * Reads a step result and, beside it in the same object, the context and the attempt.
     *
     * @param body the object; it is modified and becomes part of the submission
     * @throws InvalidInputException when the result can never be accepted
     */
    public static StepResultSubmission of(ObjectNode body) {
        // The digest covers the context and the attempt, so it comes before they are removed.
        var digest = JsonBody.digest(body);
        var context = body.remove("task_sequence_step");
        var attempt = body.remove("attempt");
        return new StepResultSubmission(
                StepExecutionResult.of(body),
                isGiven(context) ? Optional.of(TaskSequenceStep.of(context, "/task_sequence_step")) : Optional.empty(),
                isGiven(attempt) ? OptionalInt.of(attempt(attempt)) : OptionalInt.empty(),
                digest);
    }

    /** Whether its attempt, or that it has none, follows from the body alone and not from a claim. */
    boolean identifiesItself() {
        return attempt.isPresent() || inlineContext.isPresent();
    }

    private static boolean isGiven(JsonNode field) {
        return field != null && !field.isNull();
    }

    private static int attempt(JsonNode attempt) {
        if (!attempt.isIntegralNumber()) {
            throw new InvalidInputException(InputProblem.malformed("/attempt", "must be a whole number"));
        }
        if (!attempt.canConvertToInt() || attempt.intValue() < 0) {
            throw new InvalidInputException(
                    InputProblem.invalid("/attempt", "must be between 0 and " + Integer.MAX_VALUE));
        }
        return attempt.intValue();
    }

    /** The same within another span. */
    public StepResultSubmission in(SpanContext span) {
        return new StepResultSubmission(result, inlineContext, attempt, bodyDigest, span);
    }
}
