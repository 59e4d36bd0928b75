package systems.tasker.events.schema;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A violation of a schema by a document.
 *
 * @param pointer JSON pointer into the document; empty for the whole document
 * @param keyword the violated schema keyword, such as {@code required}
 * @param message what the keyword requires; never the document's own values
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record SchemaViolation(String pointer, String keyword, String message) {}
