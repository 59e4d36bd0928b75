package systems.tasker.events.observability.queues;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The figures of a queue at the time of the sample.
 *
 * @param name the queue
 * @param visible messages that a consumer would get
 * @param inFlight messages that are hidden, because a consumer has them or for a delay
 * @param oldestAgeSeconds age of the oldest message, hidden or not; null when the queue is empty
 * @param deadLetters messages in its dead-letter queue, hidden or not; null when it has none
 * @param capped whether a count has reached the limit, so that the real one may be higher
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record QueueState(String name, long visible, long inFlight, Long oldestAgeSeconds, Long deadLetters, boolean capped) {}
