package systems.tasker.events.observability;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Something that is not as it should be.
 *
 * @param level how bad it is
 * @param reason what it is, for machines: lower case, words joined by underscores
 * @param detail a sentence for people that says what, how much and since when; without payloads
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
public record StatusReason(Level level, String reason, String detail) {

    /** How bad it is. */
    public enum Level {
        /** The service does its work, but not all of it, or not as well as it should. */
        DEGRADED,
        /** Some of its work stands still. */
        STALLED
    }

    public static StatusReason degraded(String reason, String detail) {
        return new StatusReason(Level.DEGRADED, reason, detail);
    }

    public static StatusReason stalled(String reason, String detail) {
        return new StatusReason(Level.STALLED, reason, detail);
    }
}
