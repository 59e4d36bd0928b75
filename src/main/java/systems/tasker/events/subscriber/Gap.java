package systems.tasker.events.subscriber;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A burst of events that a subscriber lost for one reason: its statistics show it, the log has a line of it, and {@link
 * BaseSubscriber#onGap} is called.
 *
 * @param reason why
 * @param events how many, at least 1
 * @param from when the first one was lost
 * @param to when the last one was lost
 * @param eventNames what they were called, each name once, in the order of its first loss; the first {@value Gaps#MAX_NAMES} of them
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Gap(GapReason reason, long events, Instant from, Instant to, List<String> eventNames) {

    public Gap {
        eventNames = List.copyOf(eventNames);
    }
}
