package systems.tasker.events.event;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.ObjectNode;

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

    /** Whether a key is one of the seven that no publisher may replace. */
    public static boolean isReserved(String key) {
        return RESERVED.contains(key);
    }
}
