package systems.tasker.events.subscriber;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What became of the events a subscriber was sent, since the process started.
 *
 * @param name the subscriber
 * @param patterns the events it wants
 * @param active whether it wants to take events now
 * @param state whether it gets them
 * @param received events sent to it
 * @param handled events it handled
 * @param skipped events it declined, or that came while it was not active
 * @param failed events it threw at or overran with
 * @param lagged events lost because its queue was full
 * @param paused events lost while it was paused
 * @param waiting events in its queue or in its hands
 * @param gaps its latest losses, newest first; those that still go on included
 * @param details figures of its own; {@code details_error} or {@code is_active_error} where the subscriber threw instead
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record SubscriberStatistics(
        String name,
        List<String> patterns,
        boolean active,
        SubscriberState state,
        long received,
        long handled,
        long skipped,
        long failed,
        long lagged,
        long paused,
        long waiting,
        List<Gap> gaps,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) ObjectNode details) {}
