package systems.tasker.events.publication;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.api.trace.SpanContext;

import systems.tasker.events.json.InputProblem;
import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.json.Json;
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

    private static final String CONTEXT = "task_sequence_step";
    private static final String ATTEMPT = "attempt";

    public StepResultSubmission {
        if (inlineContext.isPresent() && !inlineContext.get().stepUuid().equals(result.stepUuid())) {
            throw new InvalidInputException(InputProblem.invalid(
                    "/" + CONTEXT + "/workflow_step/workflow_step_uuid", "is not the result's step_uuid"));
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
     * @param body the object, which becomes part of the submission
     * @throws InvalidInputException when the result can never be accepted
     */
    public static StepResultSubmission of(ObjectNode body) {
        var context = body.get(CONTEXT);
        var attempt = body.get(ATTEMPT);
        return new StepResultSubmission(
                StepExecutionResult.of(Json.without(body, Set.of(CONTEXT, ATTEMPT))),
                isGiven(context) ? Optional.of(TaskSequenceStep.of(context, "/" + CONTEXT)) : Optional.empty(),
                isGiven(attempt) ? OptionalInt.of(attempt(attempt)) : OptionalInt.empty(),
                JsonBody.digest(body));
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
            throw new InvalidInputException(InputProblem.malformed("/" + ATTEMPT, "must be a whole number"));
        }
        if (!attempt.canConvertToInt() || attempt.intValue() < 0) {
            throw new InvalidInputException(
                    InputProblem.invalid("/" + ATTEMPT, "must be between 0 and " + Integer.MAX_VALUE));
        }
        return attempt.intValue();
    }

    /** The same within another span. */
    public StepResultSubmission in(SpanContext span) {
        return new StepResultSubmission(result, inlineContext, attempt, bodyDigest, span);
    }
}
