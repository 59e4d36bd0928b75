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
 * A fact of the business that a step's end stands for, such as "payment processed".
 *
 * <p>Immutable by agreement: subscribers of one process share the instance, so the JSON trees inside must not be changed. Subscribers and
 * queue consumers see the same JSON; it is written here, without reflection.
 *
 * @param eventId a UUID version 7, the same in every queue and on the in-process bus
 * @param eventName what happened
 * @param eventVersion the version its declaration gives it
 * @param payload what happened, with its context
 * @param metadata who fired it, when, for which step
 */
public record DomainEvent(
        UUID eventId, EventName eventName, String eventVersion, Payload payload, EventMetadata metadata)
        implements JsonSerializable {

    private static final MetadataField[] METADATA_FIELDS = MetadataField.values();

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

    /** The same event with trees of its own, for code that might change them. */
    public DomainEvent deepCopy() {
        var step = payload.taskSequenceStep();
        var result = payload.executionResult();
        return new DomainEvent(
                eventId,
                eventName,
                eventVersion,
                new Payload(
                        step.withJson(step.json().deepCopy()),
                        new StepExecutionResult(
                                result.stepUuid(),
                                result.success(),
                                result.json().deepCopy()),
                        payload.payload().deepCopy()),
                metadata.deepCopy());
    }

    /**
     * The same event with the ids of its context only, and without the result where that is the business payload.
     *
     * <p>Its structure stays: readers of the business payload, the metadata and the ids notice no difference.
     */
    public DomainEvent slim() {
        return new DomainEvent(
                eventId,
                eventName,
                eventVersion,
                new Payload(
                        payload.taskSequenceStep().idsOnly(),
                        payload.executionResult().without(payload.payload()),
                        payload.payload()),
                metadata);
    }

    @Override
    public void serialize(JsonGenerator json, SerializerProvider serializers) throws IOException {
        json.writeStartObject();
        json.writeStringField(EventFields.EVENT_ID, eventId.toString());
        json.writeStringField(EventFields.EVENT_NAME, eventName.value());
        json.writeStringField(EventFields.EVENT_VERSION, eventVersion);
        json.writeObjectFieldStart(EventFields.PAYLOAD);
        write(
                json,
                serializers,
                EventFields.TASK_SEQUENCE_STEP,
                payload.taskSequenceStep().json());
        write(
                json,
                serializers,
                EventFields.EXECUTION_RESULT,
                payload.executionResult().json());
        write(json, serializers, EventFields.PAYLOAD, payload.payload());
        json.writeEndObject();
        json.writeObjectFieldStart(EventFields.METADATA);
        for (var field : METADATA_FIELDS) {
            json.writeStringField(field.key(), field.in(metadata));
        }
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
