package systems.tasker.events.publication;

import java.util.Optional;
import java.util.OptionalInt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.json.InputProblem;
import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.json.JsonBody;
import systems.tasker.events.json.JsonLimits;
import systems.tasker.events.step.StepExecutionResult;
import systems.tasker.events.step.TaskSequenceStep;

/** Reads a step result and, beside it in the same object, what only this service is meant to know: the context and the attempt. */
public final class SubmissionReader {

    private final JsonBody bodies;

    public SubmissionReader(SubmissionConfig config) {
        this.bodies = bodies(config, config.maxNestingDepth());
    }

    /** What reads bodies within the limits of submissions, but with so many levels. */
    public static JsonBody bodies(SubmissionConfig config, int maxNestingDepth) {
        return new JsonBody(maxNestingDepth, config.maxNumberLength(), limits(config));
    }

    /** The rules for what is stored, whether callers sent it or publishers made it. */
    static JsonLimits limits(SubmissionConfig config) {
        return new JsonLimits(config.maxWrittenSize().asLongValue());
    }

    /** @throws InvalidInputException when the result can never be accepted */
    public StepResultSubmission read(byte[] body) {
        return submission(bodies.read(body));
    }

    /** @throws InvalidInputException when the result can never be accepted */
    public StepResultSubmission read(JsonNode body) {
        return submission(bodies.carriable(body));
    }

    private static StepResultSubmission submission(ObjectNode body) {
        var digest = JsonBody.digest(body);
        var context = body.remove("task_sequence_step");
        var attempt = body.remove("attempt");
        return new StepResultSubmission(
                StepExecutionResult.of(body),
                isGiven(context) ? Optional.of(TaskSequenceStep.of(context, "/task_sequence_step")) : Optional.empty(),
                isGiven(attempt) ? OptionalInt.of(attempt(attempt)) : OptionalInt.empty(),
                digest);
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
}
