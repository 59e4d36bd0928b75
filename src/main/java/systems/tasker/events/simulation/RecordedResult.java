package systems.tasker.events.simulation;

import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.publication.StepResultSubmission;

/**
 * A step result that came in earlier.
 *
 * @param submission the result with its context; empty when it cannot be simulated
 * @param slim whether its context lacks the template, and all that publishers could read beside ids and names
 * @param reason why it cannot
 */
public record RecordedResult(Optional<StepResultSubmission> submission, boolean slim, Optional<NotReplayable> reason) {

    public RecordedResult {
        if (submission.isPresent() == reason.isPresent()) {
            throw new IllegalArgumentException("A recorded result is either replayable, or there is a reason why not");
        }
    }

    /** A posted body, with its context in {@code task_sequence_step}; it is modified. */
    public static RecordedResult of(ObjectNode body) {
        return of(body, false);
    }

    /** The same of a slim event, whose context has ids and names only. */
    public static RecordedResult ofSlim(ObjectNode body) {
        return of(body, true);
    }

    private static RecordedResult of(ObjectNode body, boolean slim) {
        try {
            var submission = StepResultSubmission.of(body);
            return submission.inlineContext().isPresent()
                    ? new RecordedResult(Optional.of(submission), slim, Optional.empty())
                    : not(NotReplayable.CONTEXT_MISSING);
        } catch (InvalidInputException invalid) {
            return not(NotReplayable.INVALID);
        }
    }

    /** One that cannot be simulated. */
    public static RecordedResult not(NotReplayable reason) {
        return new RecordedResult(Optional.empty(), false, Optional.of(reason));
    }

    String namespace() {
        return submission
                .flatMap(StepResultSubmission::inlineContext)
                .orElseThrow()
                .namespace();
    }
}
