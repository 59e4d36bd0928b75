package systems.tasker.events.storm;

import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import systems.tasker.events.json.Json;

/** Results of steps that nobody knows, which bring their context and their declarations along. */
public final class StormStep {

    /** A namespace of the sample templates: its queue is there. */
    public static final String QUEUE = "orders_domain_events";

    private static final String DURABLE = """
            [
              {"name": "storm.first"},
              {"name": "storm.heard", "delivery_mode": "fast"},
              {"name": "storm.second", "delivery_mode": "broadcast"}
            ]
            """;

    private StormStep() {}

    /** A result with two durable events, and a fast one between them. */
    public static ObjectNode result(UUID stepUuid) {
        return result(stepUuid, DURABLE);
    }

    /** A result of the same step in another namespace of the sample templates. */
    public static ObjectNode resultOf(String namespace) {
        var result = result();
        ((ObjectNode) result.at("/task_sequence_step/task")).put("namespace_name", namespace);
        return result;
    }

    public static ObjectNode result() {
        return result(UUID.randomUUID());
    }

    /** A result with events of its own. */
    public static ObjectNode result(UUID stepUuid, String publishesEvents) {
        return (ObjectNode) Json.read("""
                {
                  "step_uuid": "%s",
                  "success": true,
                  "result": {"amount": 10.50},
                  "attempt": 1,
                  "task_sequence_step": {
                    "task": {
                      "task": {"task_uuid": "%s", "correlation_id": "storm"},
                      "task_name": "storm", "task_version": "1.0.0", "namespace_name": "orders"
                    },
                    "workflow_step": {"workflow_step_uuid": "%s", "name": "blow"},
                    "dependency_results": {},
                    "step_definition": {"name": "blow", "publishes_events": %s}
                  }
                }
                """.formatted(stepUuid, UUID.randomUUID(), stepUuid, publishesEvents));
    }

    /** A result that holds something large. */
    public static ObjectNode result(UUID stepUuid, JsonNode filling) {
        var result = result(stepUuid);
        ((ObjectNode) result.get("result")).set("filling", filling);
        return result;
    }

    public static JsonNode text(int length) {
        return TextNode.valueOf("x".repeat(length));
    }

    /** As many empty objects as fit into so many characters: nothing takes more memory once it is read. */
    public static JsonNode emptyObjects(int length) {
        return Json.read("[" + "{},".repeat(length / "{},".length()) + "{}]");
    }

    public static String stepUuid(JsonNode result) {
        return result.get("step_uuid").textValue();
    }
}
