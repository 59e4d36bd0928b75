package systems.tasker.events.http.deadletters;

import java.util.List;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Some of a queue's dead letters, by id.
 *
 * @param queue the dead-letter queue
 * @param deadLetters the messages
 * @param next what {@code after} has to be for the next page; null on the last one
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record DeadLetterPage(String queue, List<DeadLetterView> deadLetters, Long next) {

    DeadLetterPage {
        deadLetters = List.copyOf(deadLetters);
    }
}
