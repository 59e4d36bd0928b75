package systems.tasker.events.http.deadletters;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A dead letter with all that is in it.
 *
 * @param letter what a page shows of it
 * @param message the message itself, its sensitive fields masked
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record DeadLetterMessage(@JsonUnwrapped DeadLetterView letter, JsonNode message) {}
