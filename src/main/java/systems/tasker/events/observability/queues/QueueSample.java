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
 * @param database the database that holds them; null before the first sample
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record QueueSample(Instant sampledAt, Long ageSeconds, List<QueueState> queues, DatabaseState database) {

    QueueSample {
        queues = List.copyOf(queues);
    }
}
