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

    private static final String QUEUE_HEADERS = "QueueHeaders";

    // JSON Schema itself, not AsyncAPI's dialect: tools use such a schema unchanged.
    private static final String SCHEMA_FORMAT = "application/schema+json;version=draft-2020-12";

    private AsyncApiMessage() {}

    /**
     * The message of an event.
     *
     * @param event the event
     * @param type the name of its type for code generators
     * @param subscribers the subscribers of this instance
     */
    static ObjectNode of(DocumentedEvent event, String type, Collection<Subscription> subscribers) {
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
        message.putArray("tags").addObject().put("name", event.namespace());
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
        var schema = EventEnvelope.schema(event, type, "#/components/messages/" + event.key() + "/payload/schema");
        message.putObject("payload")
                .put("schemaFormat", SCHEMA_FORMAT)
                // Code generators look for the name of the type beside the format.
                .put("title", schema.path("title").textValue())
                .set("schema", schema);
        return message;
    }

    /** The schemas that messages refer to. */
    static ObjectNode sharedSchemas() {
        // In AsyncAPI's dialect and in the components, so that every message can refer to it.
        var schemas = JsonNodeFactory.instance.objectNode();
        EventEnvelope.addShared(schemas);
        var headers = schemas.putObject(QUEUE_HEADERS)
                .put("title", QUEUE_HEADERS)
                .put("type", "object")
                .put("description", "What consumers route by without opening the message");
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
