package systems.tasker.events.http.deadletters;

import java.util.List;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What became of a redrive.
 *
 * @param matched dead letters that were meant when the call began
 * @param redriven how many of them went back now
 * @param remaining how many of them are still there
 * @param notRedriven those the call came across that stay, and why; as many as a page may have
 * @param dryRun whether nothing was to happen
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record Redriven(long matched, long redriven, long remaining, List<NotRedriven> notRedriven, boolean dryRun) {

    Redriven {
        notRedriven = List.copyOf(notRedriven);
    }

    /** A dead letter that stays where it is. */
    @RegisterForReflection
    @JsonNaming(SnakeCaseStrategy.class)
    record NotRedriven(long msgId, String detail) {}
}
