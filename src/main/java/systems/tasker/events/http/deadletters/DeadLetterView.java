package systems.tasker.events.http.deadletters;

import java.time.Instant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A message in a dead-letter queue.
 *
 * @param msgId its id in this queue
 * @param enqueuedAt when it was sent to this queue
 * @param readCt how often it was read in this queue
 * @param origin the queue that a redrive sends it to
 * @param eventId the event's id; null when the message is no event
 * @param eventName the event's name; null when the message is no event
 * @param deadLetter why it is a dead letter and which queue it came from; null when it was not put here by this service
 * @param headers its headers
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record DeadLetterView(
        long msgId,
        Instant enqueuedAt,
        int readCt,
        String origin,
        String eventId,
        String eventName,
        JsonNode deadLetter,
        JsonNode headers) {}
