package systems.tasker.events.step;

import java.util.OptionalInt;
import java.util.UUID;

/**
 * Identifies one attempt of a step; of its results, only the first is accepted.
 *
 * @param stepUuid the step
 * @param value the attempt's number or, while the attempt is unknown, the digest of the result's body
 */
public record AttemptKey(UUID stepUuid, String value) {

    /** The key of an attempt; where its number is unknown, each different body counts as an attempt of its own. */
    public static AttemptKey of(UUID stepUuid, OptionalInt attempt, String bodyDigest) {
        return new AttemptKey(stepUuid, attempt.isPresent() ? Integer.toString(attempt.getAsInt()) : bodyDigest);
    }
}
