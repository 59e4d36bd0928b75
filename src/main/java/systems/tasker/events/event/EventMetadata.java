package systems.tasker.events.event;

import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * Who fired an event, when, and for which step of which task.
 *
 * @param taskUuid the task
 * @param stepUuid the step that ended
 * @param stepName its name
 * @param namespace the task's namespace
 * @param correlationId what ties the task to the request that caused it
 * @param firedAt when the event was made
 * @param firedBy the custom publisher's name, or the handler's callable without one
 * @param additional what a publisher adds; never a {@link MetadataField}
 */
public record EventMetadata(
        UUID taskUuid,
        UUID stepUuid,
        String stepName,
        String namespace,
        String correlationId,
        Instant firedAt,
        String firedBy,
        ObjectNode additional) {

    public EventMetadata {
        if (!additional.isEmpty() && additional.properties().stream().anyMatch(entry -> isReserved(entry.getKey()))) {
            additional = additional
                    .deepCopy()
                    .without(Arrays.stream(MetadataField.values())
                            .map(MetadataField::key)
                            .toList());
        }
    }

    /** The metadata under a key; a missing node when there are none. */
    public JsonNode get(String key) {
        return MetadataField.of(key)
                .<JsonNode>map(field -> TextNode.valueOf(field.in(this)))
                .orElseGet(() -> additional.path(key));
    }

    /** Whether a key is a {@link MetadataField}, which no publisher may replace. */
    public static boolean isReserved(String key) {
        return MetadataField.of(key).isPresent();
    }
}
