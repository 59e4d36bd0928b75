package systems.tasker.events.observability.queues;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The figures of all queues at one time.
 *
 * @param sampledAt the time; null before the first sample
 * @param ageSeconds the time since; null before the first sample
 * @param queues the queues by name
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record QueueSample(Instant sampledAt, Long ageSeconds, List<QueueState> queues) {

    QueueSample {
        queues = List.copyOf(queues);
    }
}
