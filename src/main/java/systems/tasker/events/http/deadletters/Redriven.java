package systems.tasker.events.http.deadletters;

import java.util.List;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The outcome of a redrive.
 *
 * @param matched dead letters that matched when the call began
 * @param redriven how many of them were moved
 * @param remaining how many of them are still in the queue
 * @param notRedriven messages that were met and stay, with the reason; at most as many as a page may have
 * @param dryRun whether nothing was sent on request
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record Redriven(long matched, long redriven, long remaining, List<NotRedriven> notRedriven, boolean dryRun) {

    Redriven {
        notRedriven = List.copyOf(notRedriven);
    }

    /** A dead letter that stays in its queue. */
    @RegisterForReflection
    @JsonNaming(SnakeCaseStrategy.class)
    record NotRedriven(long msgId, String detail) {}
}
