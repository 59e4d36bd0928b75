package systems.tasker.events.messaging.relay;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.event.EventFields;
import systems.tasker.events.event.MetadataField;
import systems.tasker.events.queue.MessageHeaders;

/**
 * Says which topic, key and headers an event gets in Kafka.
 *
 * <p>The headers are those of CloudEvents 1.0, Kafka protocol binding, binary mode: the value stays the event's JSON as every queue has it.
 */
final class EventMapping {

    private static final String EVENT_ID = "/" + EventFields.EVENT_ID;
    private static final String EVENT_NAME = "/" + EventFields.EVENT_NAME;
    private static final String NAMESPACE = MetadataField.NAMESPACE.pointer();
    private static final String STEP_UUID = MetadataField.STEP_UUID.pointer();
    private static final String FIRED_AT = MetadataField.FIRED_AT.pointer();
    private static final String TASK_NAME =
            "/" + EventFields.PAYLOAD + "/" + EventFields.TASK_SEQUENCE_STEP + "/task/task_name";
    private static final List<String> NEEDED = List.of(EVENT_ID, EVENT_NAME, NAMESPACE, STEP_UUID, FIRED_AT, TASK_NAME);
    private static final String CORRELATION_ID = MetadataField.CORRELATION_ID.pointer();
    private static final List<String> TRACE = List.of(MessageHeaders.TRACEPARENT, MessageHeaders.TRACESTATE);

    private final TopicName topic;

    EventMapping(TopicName topic) {
        this.topic = topic;
    }

    /** What keeps a message from being an event; empty when it is one. */
    List<String> problems(JsonNode message) {
        var missing = NEEDED.stream()
                .filter(pointer -> text(message, pointer).isEmpty())
                .map(pointer -> pointer + " is missing")
                .toList();
        return missing.isEmpty() && !TopicName.isLegal(topic(message))
                ? List.of("Its topic would have a name that Kafka does not allow")
                : missing;
    }

    /** @param messageHeaders the headers that the event's message has in its queue */
    KafkaEvent of(JsonNode event, ObjectNode messageHeaders) {
        var stepUuid = text(event, STEP_UUID);
        var group = messageHeaders.path(MessageHeaders.GROUP).asText("");
        return new KafkaEvent(topic(event), group.isEmpty() ? stepUuid : group, headers(event, messageHeaders, group));
    }

    private String topic(JsonNode event) {
        return topic.of(text(event, NAMESPACE), text(event, EVENT_NAME));
    }

    private static Map<String, String> headers(JsonNode event, ObjectNode messageHeaders, String group) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", text(event, EVENT_ID));
        headers.put("ce_source", source(event));
        headers.put("ce_type", text(event, EVENT_NAME));
        headers.put("ce_subject", text(event, STEP_UUID));
        headers.put("ce_time", text(event, FIRED_AT));
        headers.put("content-type", "application/json");
        headers.put("ce_correlationid", text(event, CORRELATION_ID));
        headers.put("ce_partitionkey", group);
        TRACE.forEach(name -> headers.put(name, messageHeaders.path(name).asText("")));
        headers.values().removeIf(String::isEmpty);
        return headers;
    }

    /** A reference as of RFC 3986; a task's name may hold anything. */
    private static String source(JsonNode event) {
        return "/namespaces/" + encoded(text(event, NAMESPACE)) + "/tasks/" + encoded(text(event, TASK_NAME));
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String text(JsonNode event, String pointer) {
        return event.at(pointer).asText("");
    }
}
