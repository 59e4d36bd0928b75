package systems.tasker.events.event;

import java.io.IOException;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;

import systems.tasker.events.json.Json;
import systems.tasker.events.step.StepExecutionResult;
import systems.tasker.events.step.TaskSequenceStep;

/**
 * Something of interest to the business that a step's end meant, such as "payment processed".
 *
 * <p>Immutable by agreement: subscribers of one process share the instance, so nobody may change the JSON trees inside. Subscribers and queue
 * consumers see the same JSON; it is written here, without reflection.
 *
 * @param eventId a UUID version 7, the same on every leg the event travels
 * @param eventName what happened
 * @param eventVersion the version its declaration gives it
 * @param payload what happened, with its context
 * @param metadata who fired it, when, for which step
 */
public record DomainEvent(
        UUID eventId, EventName eventName, String eventVersion, Payload payload, EventMetadata metadata)
        implements JsonSerializable {

    /**
     * The event's payload in three parts.
     *
     * @param taskSequenceStep the context the step ran in
     * @param executionResult what its handler reported
     * @param payload the business payload that the publisher made of it
     */
    public record Payload(TaskSequenceStep taskSequenceStep, StepExecutionResult executionResult, JsonNode payload) {}

    /** The business payload: what most subscribers are after. */
    public JsonNode businessPayload() {
        return payload.payload();
    }

    /**
     * The business payload as a type, such as a record: names in snake_case, times as text, fields that the type lacks left out.
     *
     * <p>Converted at each call. In a native image the type needs {@code @RegisterForReflection}.
     *
     * @throws IllegalArgumentException when the payload does not fit the type
     */
    public <T> T payloadAs(Class<T> type) {
        return Json.as(type, payload.payload());
    }

    @Override
    public void serialize(JsonGenerator json, SerializerProvider serializers) throws IOException {
        json.writeStartObject();
        json.writeStringField("event_id", eventId.toString());
        json.writeStringField("event_name", eventName.value());
        json.writeStringField("event_version", eventVersion);
        json.writeObjectFieldStart("payload");
        write(
                json,
                serializers,
                "task_sequence_step",
                payload.taskSequenceStep().json());
        write(json, serializers, "execution_result", payload.executionResult().json());
        write(json, serializers, "payload", payload.payload());
        json.writeEndObject();
        json.writeObjectFieldStart("metadata");
        json.writeStringField("task_uuid", metadata.taskUuid().toString());
        json.writeStringField("step_uuid", metadata.stepUuid().toString());
        json.writeStringField("step_name", metadata.stepName());
        json.writeStringField("namespace", metadata.namespace());
        json.writeStringField("correlation_id", metadata.correlationId());
        json.writeStringField("fired_at", metadata.firedAt().toString());
        json.writeStringField("fired_by", metadata.firedBy());
        for (var extra : metadata.additional().properties()) {
            write(json, serializers, extra.getKey(), extra.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    @Override
    public void serializeWithType(JsonGenerator json, SerializerProvider serializers, TypeSerializer types)
            throws IOException {
        serialize(json, serializers);
    }

    private static void write(JsonGenerator json, SerializerProvider serializers, String field, JsonNode value)
            throws IOException {
        json.writeFieldName(field);
        // A tree writes itself; asking the mapper for a serializer would cost a look-up per field.
        ((JsonSerializable) value).serialize(json, serializers);
    }
}
