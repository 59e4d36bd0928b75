package systems.tasker.events.http.results;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

import systems.tasker.events.schema.SchemaViolation;

/**
 * What would become of the declared events of a result.
 *
 * @param undeclared why the declared events are unknown; missing when they are known
 * @param events one per declared event
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record Preview(String undeclared, List<Event> events) {

    Preview {
        events = List.copyOf(events);
    }

    /**
     * A declared event.
     *
     * @param eventName its name
     * @param outcome published, skipped, rejected or failed
     * @param reason why it would not be published
     * @param violations the rules of its schema that its payload breaks
     * @param deliveryMode durable, fast or broadcast
     * @param queues the queues that it would be sent to
     * @param orderingKey the value of its ordering key
     * @param event the event, with an id and a time of no meaning and with sensitive values masked; missing unless it is published
     */
    @RegisterForReflection
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Event(
            String eventName,
            String outcome,
            String reason,
            List<SchemaViolation> violations,
            String deliveryMode,
            List<String> queues,
            String orderingKey,
            JsonNode event) {}
}
