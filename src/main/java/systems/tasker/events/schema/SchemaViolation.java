package systems.tasker.events.schema;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * One rule of a schema that a document breaks.
 *
 * @param pointer JSON pointer to the place in the document; empty for the whole of it
 * @param keyword the schema keyword that refuses it, such as {@code required}
 * @param message what the keyword asks for; never the document's own values
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record SchemaViolation(String pointer, String keyword, String message) {}
