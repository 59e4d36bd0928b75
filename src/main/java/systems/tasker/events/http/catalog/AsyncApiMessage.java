package systems.tasker.events.http.catalog;

import java.util.Collection;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.event.EventHeaders;
import systems.tasker.events.event.MetadataField;
import systems.tasker.events.event.OrderingKey;
import systems.tasker.events.queue.MessageHeaders;
import systems.tasker.events.subscriber.Subscription;

/** A message of an AsyncAPI document: an event, with {@code x-} keys for what AsyncAPI cannot express. */
final class AsyncApiMessage {

    private static final String QUEUE_HEADERS = "queue-headers";

    // JSON Schema itself, not AsyncAPI's dialect: tools use such a schema unchanged.
    private static final String SCHEMA_FORMAT = "application/schema+json;version=draft-2020-12";

    private AsyncApiMessage() {}

    static ObjectNode of(DocumentedEvent event, Collection<Subscription> subscribers) {
        var message = JsonNodeFactory.instance
                .objectNode()
                .put("name", event.name().value())
                .put("title", event.name() + " " + event.version());
        var description = event.declarations().stream()
                .map(declaration -> declaration.event().description())
                .filter(text -> !text.isBlank())
                .distinct()
                .collect(Collectors.joining("\n\n"));
        if (!description.isEmpty()) {
            message.put("description", description);
        }
        message.putObject("correlationId")
                .put("location", "$message.payload#" + MetadataField.CORRELATION_ID.pointer());
        if (event.isDurable()) {
            message.putObject("headers").put("$ref", "#/components/schemas/" + QUEUE_HEADERS);
        }
        var declarations = message.putArray("x-declarations");
        event.declarations().forEach(declaration -> declarations.add(declaration(declaration)));
        if (event.isInProcess()) {
            var receivers = message.putArray("x-received-by");
            subscribers.stream()
                    .filter(subscriber -> subscriber.wants(event.name()))
                    .forEach(subscriber -> receivers.add(subscriber.name()));
        }
        message.putObject("payload").put("schemaFormat", SCHEMA_FORMAT).set("schema", EventEnvelope.schema(event));
        return message;
    }

    /** The schemas that messages refer to. */
    static ObjectNode sharedSchemas() {
        // In AsyncAPI's dialect and in the components, so that every message can refer to it.
        var schemas = JsonNodeFactory.instance.objectNode();
        var headers = schemas.putObject(QUEUE_HEADERS).put("type", "object");
        headers.putArray("required")
                .add(EventHeaders.EVENT_NAME)
                .add(EventHeaders.EVENT_VERSION)
                .add(EventHeaders.CORRELATION_ID);
        var properties = headers.putObject("properties");
        text(properties, EventHeaders.EVENT_NAME);
        text(properties, EventHeaders.EVENT_VERSION);
        text(properties, EventHeaders.CORRELATION_ID);
        text(properties, MessageHeaders.TRACEPARENT).put("description", "The trace it belongs to (W3C Trace Context)");
        text(properties, MessageHeaders.GROUP).put("description", "The value of its ordering key");
        return schemas;
    }

    private static ObjectNode text(ObjectNode properties, String name) {
        return properties.putObject(name).put("type", "string");
    }

    private static ObjectNode declaration(DocumentedEvent.Declaration declaration) {
        var event = declaration.event();
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("template", declaration.template().coordinates())
                .put("step", declaration.step().name())
                .put("condition", event.condition().label())
                .put("delivery_mode", event.deliveryMode().label())
                .put("publisher", event.publisher().orElse("default"));
        event.orderingKey().map(OrderingKey::value).ifPresent(key -> json.put("ordering_key", key));
        return json;
    }
}
