package systems.tasker.events.observability;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A reason why the status is not OK.
 *
 * @param level its severity
 * @param reason a label for programs: lower case, words joined by underscores
 * @param detail a sentence for people: what, how much and since when; never payloads
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
public record StatusReason(Level level, String reason, String detail) {

    /** The severity. */
    public enum Level {
        /** The service works with restrictions. */
        DEGRADED,
        /** A part of its work has stopped. */
        STALLED
    }

    public static StatusReason degraded(String reason, String detail) {
        return new StatusReason(Level.DEGRADED, reason, detail);
    }

    public static StatusReason stalled(String reason, String detail) {
        return new StatusReason(Level.STALLED, reason, detail);
    }
}
