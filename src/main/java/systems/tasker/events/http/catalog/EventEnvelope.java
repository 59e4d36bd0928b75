package systems.tasker.events.http.catalog;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.event.MetadataField;
import systems.tasker.events.schema.PayloadSchema;

import static systems.tasker.events.event.EventFields.EVENT_ID;
import static systems.tasker.events.event.EventFields.EVENT_NAME;
import static systems.tasker.events.event.EventFields.EVENT_VERSION;
import static systems.tasker.events.event.EventFields.EXECUTION_RESULT;
import static systems.tasker.events.event.EventFields.METADATA;
import static systems.tasker.events.event.EventFields.PAYLOAD;
import static systems.tasker.events.event.EventFields.TASK_SEQUENCE_STEP;

/** The JSON Schema of a whole event, as {@code DomainEvent} writes it, around the declared schema of its business payload. */
final class EventEnvelope {

    private EventEnvelope() {}

    static ObjectNode schema(DocumentedEvent event) {
        var schema =
                JsonNodeFactory.instance.objectNode().put("$schema", "https://json-schema.org/draft/2020-12/schema");
        var fields = object(schema, List.of(EVENT_ID, EVENT_NAME, EVENT_VERSION, PAYLOAD, METADATA));
        fields.putObject(EVENT_ID)
                .put("type", "string")
                .put("format", "uuid")
                .put("description", "The same on every way the event travels");
        fields.putObject(EVENT_NAME).put("const", event.name().value());
        fields.putObject(EVENT_VERSION).put("const", event.version());
        var parts = object(fields.putObject(PAYLOAD), List.of(TASK_SEQUENCE_STEP, EXECUTION_RESULT, PAYLOAD));
        parts.putObject(TASK_SEQUENCE_STEP).put("type", "object").put("description", "The context the step ran in");
        parts.putObject(EXECUTION_RESULT).put("type", "object").put("description", "What the step's handler reported");
        parts.set(PAYLOAD, payload(event));
        metadata(fields.putObject(METADATA), event);
        return schema;
    }

    private static void metadata(ObjectNode schema, DocumentedEvent event) {
        var fields = object(
                schema,
                Arrays.stream(MetadataField.values()).map(MetadataField::key).toList());
        for (var field : MetadataField.values()) {
            var declared = fields.putObject(field.key());
            if (field == MetadataField.NAMESPACE) {
                declared.put("const", event.namespace());
            } else {
                declared.put("type", "string");
                field.format().ifPresent(format -> declared.put("format", format));
                field.description().ifPresent(description -> declared.put("description", description));
            }
        }
    }

    /** Makes a schema that of an object with these fields, all of them required; returns where their schemas go. */
    private static ObjectNode object(ObjectNode schema, List<String> required) {
        var names = schema.put("type", "object").putArray("required");
        required.forEach(names::add);
        return schema.putObject("properties");
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
