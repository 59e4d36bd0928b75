package systems.tasker.events.http.deadletters;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The dead letters of one queue that have the same cause.
 *
 * @param cause the label of the cause, for filters
 * @param queue the dead-letter queue
 * @param reason the label of the reason; null when this service did not put them there
 * @param error their first error, with placeholders for ids, quoted texts and numbers
 * @param path the location in the message that the error names, as a JSON pointer; null when it names none
 * @param count how many there are
 * @param firstAt when the first of them was sent to the queue
 * @param lastAt when the last of them was sent to the queue
 * @param firstMsgId the id of the first of them
 * @param eventNames the names of their events; the first five
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record DeadLetterCause(
        String cause,
        String queue,
        String reason,
        String error,
        String path,
        long count,
        Instant firstAt,
        Instant lastAt,
        long firstMsgId,
        List<String> eventNames) {

    DeadLetterCause {
        eventNames = List.copyOf(eventNames);
    }
}
