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

    private static final String METADATA_TYPE = "EventMetadata";
    private static final String STEP_TYPE = "TaskSequenceStep";
    private static final String RESULT_TYPE = "StepExecutionResult";

    private EventEnvelope() {}

    /**
     * The schema of an event.
     *
     * @param event the event
     * @param type the name of its type; those of its parts begin with it
     * @param place the reference to the schema's place in the document
     */
    static ObjectNode schema(DocumentedEvent event, String type, String place) {
        var schema =
                JsonNodeFactory.instance.objectNode().put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", type + "Event");
        var fields = object(schema, List.of(EVENT_ID, EVENT_NAME, EVENT_VERSION, PAYLOAD, METADATA));
        fields.putObject(EVENT_ID)
                .put("type", "string")
                .put("format", "uuid")
                .put("description", "The same on every way the event travels");
        fields.putObject(EVENT_NAME)
                .put("type", "string")
                .put("const", event.name().value());
        fields.putObject(EVENT_VERSION).put("type", "string").put("const", event.version());
        var body = fields.putObject(PAYLOAD).put("title", type + "EventBody");
        var parts = object(body, List.of(TASK_SEQUENCE_STEP, EXECUTION_RESULT, PAYLOAD));
        reference(parts, TASK_SEQUENCE_STEP, STEP_TYPE);
        reference(parts, EXECUTION_RESULT, RESULT_TYPE);
        var inner = String.join("/", "", "properties", PAYLOAD, "properties", PAYLOAD);
        parts.set(PAYLOAD, payload(event, type + "Payload", place + inner));
        reference(fields, METADATA, METADATA_TYPE);
        return schema;
    }

    /** Adds the schemas that those of all events refer to. */
    static void addShared(ObjectNode schemas) {
        schemas.putObject(STEP_TYPE)
                .put("title", STEP_TYPE)
                .put("type", "object")
                .put("description", "The context the step ran in; its ids only where the message form is slim");
        schemas.putObject(RESULT_TYPE)
                .put("title", RESULT_TYPE)
                .put("type", "object")
                .put(
                        "description",
                        "What the step's handler reported; where the message form is slim, without a result that is the payload");
        var metadata = schemas.putObject(METADATA_TYPE)
                .put("title", METADATA_TYPE)
                .put("description", "The fields that every event has; publishers add others");
        var fields = object(
                metadata,
                Arrays.stream(MetadataField.values()).map(MetadataField::key).toList());
        for (var field : MetadataField.values()) {
            var declared = fields.putObject(field.key()).put("type", "string");
            field.format().ifPresent(format -> declared.put("format", format));
            field.description().ifPresent(description -> declared.put("description", description));
        }
    }

    private static void reference(ObjectNode fields, String name, String type) {
        fields.putObject(name).put("$ref", "#/components/schemas/" + type);
    }

    /** Makes a schema that of an object with these fields, all of them required; returns where their schemas go. */
    private static ObjectNode object(ObjectNode schema, List<String> required) {
        var names = schema.put("type", "object").putArray("required");
        required.forEach(names::add);
        return schema.putObject("properties");
    }

    /** The declared schema; if declarations differ, a payload matches one of their schemas. */
    private static JsonNode payload(DocumentedEvent event, String title, String place) {
        var schemas = event.schemas();
        if (schemas.size() == 1) {
            return EmbeddedSchema.of(source(schemas.get(0)), place, title);
        }
        var alternatives = JsonNodeFactory.instance.objectNode().put("title", title);
        var anyOf = alternatives.putArray("anyOf");
        for (var schema : schemas) {
            var at = place + "/anyOf/" + anyOf.size();
            anyOf.add(EmbeddedSchema.of(source(schema), at, title + (anyOf.size() + 1)));
        }
        return alternatives;
    }

    private static JsonNode source(Optional<PayloadSchema> declared) {
        return declared.map(PayloadSchema::source).orElse(JsonNodeFactory.instance.objectNode());
    }
}
