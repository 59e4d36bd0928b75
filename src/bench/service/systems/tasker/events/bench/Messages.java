package systems.tasker.events.bench;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The two messages of a result, as the service writes them.
 *
 * @param stepUuid of the result
 */
record Messages(UUID stepUuid, String notification, String event) {

    /** Takes the context out of the result. */
    static Messages of(ObjectMapper json, ObjectNode result) {
        var context = result.remove("task_sequence_step");
        var task = context.path("task");
        var event = json.createObjectNode()
                .put("event_id", UUID.randomUUID().toString())
                .put("event_name", "benchmark.accepted")
                .put("event_version", "1.0");
        event.putObject("payload")
                .<ObjectNode>set("task_sequence_step", context)
                .<ObjectNode>set("execution_result", result)
                .set("payload", result.path("result"));
        event.putObject("metadata")
                .put("task_uuid", task.path("task").path("task_uuid").asText())
                .put("step_uuid", result.path("step_uuid").asText())
                .put("step_name", context.path("workflow_step").path("name").asText())
                .put("namespace", task.path("namespace_name").asText())
                .put("correlation_id", task.path("task").path("correlation_id").asText())
                .put("fired_at", Instant.now().toString())
                .put("fired_by", "Benchmark::MeasuredHandler");
        return new Messages(UUID.fromString(result.path("step_uuid").asText()), result.toString(), event.toString());
    }
}
