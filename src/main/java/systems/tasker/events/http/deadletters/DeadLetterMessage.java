package systems.tasker.events.http.deadletters;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A dead letter with its whole message.
 *
 * @param letter its entry on a page
 * @param message the message itself, its sensitive fields masked
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record DeadLetterMessage(@JsonUnwrapped DeadLetterView letter, JsonNode message) {}
