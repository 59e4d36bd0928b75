package systems.tasker.events.http.deadletters;

import java.util.List;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A page of a queue's dead letters, ordered by id.
 *
 * @param queue the dead-letter queue
 * @param deadLetters the messages
 * @param next {@code after} of the next page; null on the last page
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record DeadLetterPage(String queue, List<DeadLetterView> deadLetters, Long next) {

    DeadLetterPage {
        deadLetters = List.copyOf(deadLetters);
    }
}
