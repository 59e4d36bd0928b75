package systems.tasker.events.observability.queues;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The figures of a queue when it was sampled.
 *
 * @param name the queue
 * @param visible messages that a consumer would get
 * @param inFlight messages that are hidden, because a consumer has them or for a delay
 * @param oldestAgeSeconds age of the message that is there for longest, hidden or not; null when the queue is empty
 * @param deadLetters messages in its dead-letter queue, hidden or not; null when it has none
 * @param capped whether one of the counts has reached what is counted at most, so that there may be more
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record QueueState(String name, long visible, long inFlight, Long oldestAgeSeconds, Long deadLetters, boolean capped) {}
