package systems.tasker.events.event;

import java.time.Instant;
import java.util.Set;
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
 * @param additional what a publisher adds; never one of the seven above
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

    private static final Set<String> RESERVED =
            Set.of("task_uuid", "step_uuid", "step_name", "namespace", "correlation_id", "fired_at", "fired_by");

    public EventMetadata {
        if (!additional.isEmpty() && additional.properties().stream().anyMatch(entry -> isReserved(entry.getKey()))) {
            additional = additional.deepCopy().without(RESERVED);
        }
    }

    /** What the metadata say under a key; missing when nothing. */
    public JsonNode get(String key) {
        return switch (key) {
            case "task_uuid" -> TextNode.valueOf(taskUuid.toString());
            case "step_uuid" -> TextNode.valueOf(stepUuid.toString());
            case "step_name" -> TextNode.valueOf(stepName);
            case "namespace" -> TextNode.valueOf(namespace);
            case "correlation_id" -> TextNode.valueOf(correlationId);
            case "fired_at" -> TextNode.valueOf(firedAt.toString());
            case "fired_by" -> TextNode.valueOf(firedBy);
            default -> additional.path(key);
        };
    }

    /** Whether a key is one of the seven that no publisher may replace. */
    public static boolean isReserved(String key) {
        return RESERVED.contains(key);
    }
}
