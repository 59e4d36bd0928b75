package systems.tasker.events.http.catalog;

import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.json.Json;
import systems.tasker.events.schema.PayloadSchema;

/** The JSON Schema of a whole event, as {@code DomainEvent} writes it, around the declared schema of its business payload. */
final class EventEnvelope {

    private static final String ENVELOPE = """
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "type": "object",
              "required": ["event_id", "event_name", "event_version", "payload", "metadata"],
              "properties": {
                "event_id": {"type": "string", "format": "uuid", "description": "The same on every way the event travels"},
                "event_name": {},
                "event_version": {},
                "payload": {
                  "type": "object",
                  "required": ["task_sequence_step", "execution_result", "payload"],
                  "properties": {
                    "task_sequence_step": {"type": "object", "description": "The context the step ran in"},
                    "execution_result": {"type": "object", "description": "What the step's handler reported"},
                    "payload": {}
                  }
                },
                "metadata": {
                  "type": "object",
                  "required": ["task_uuid", "step_uuid", "step_name", "namespace", "correlation_id", "fired_at", "fired_by"],
                  "properties": {
                    "task_uuid": {"type": "string", "format": "uuid"},
                    "step_uuid": {"type": "string", "format": "uuid"},
                    "step_name": {"type": "string"},
                    "namespace": {},
                    "correlation_id": {"type": "string"},
                    "fired_at": {"type": "string", "format": "date-time", "description": "In UTC"},
                    "fired_by": {"type": "string", "description": "The publisher, or the step's handler"}
                  }
                }
              }
            }
            """;

    private EventEnvelope() {}

    static ObjectNode schema(DocumentedEvent event) {
        var schema = (ObjectNode) Json.read(ENVELOPE);
        var parts = schema.withObject("/properties");
        parts.withObject("/event_name").put("const", event.name().value());
        parts.withObject("/event_version").put("const", event.version());
        parts.withObject("/metadata/properties/namespace").put("const", event.namespace());
        parts.withObject("/payload/properties").set("payload", payload(event));
        return schema;
    }

    /** The declared schema; if declarations differ, a payload matches one of their schemas. */
    private static JsonNode payload(DocumentedEvent event) {
        var schemas = event.schemas();
        if (schemas.size() == 1) {
            return embedded(schemas.get(0), event.uri());
        }
        var alternatives = JsonNodeFactory.instance.objectNode();
        var anyOf = alternatives.putArray("anyOf");
        for (var schema : schemas) {
            anyOf.add(embedded(schema, event.uri() + ":" + (anyOf.size() + 1)));
        }
        return alternatives;
    }

    /** A schema with its own URI inside another one is a separate document, so that its {@code #/$defs/...} still refer to itself. */
    private static JsonNode embedded(Optional<PayloadSchema> declared, String uri) {
        var source = declared.map(PayloadSchema::source).orElse(JsonNodeFactory.instance.objectNode());
        var keyword = source.path("$schema").asText().contains("draft-04") ? "id" : "$id";
        if (!(source instanceof ObjectNode object) || object.isEmpty() || object.has(keyword)) {
            return source;
        }
        return JsonNodeFactory.instance.objectNode().put(keyword, uri).setAll(object);
    }
}
