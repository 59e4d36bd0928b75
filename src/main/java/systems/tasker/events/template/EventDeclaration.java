package systems.tasker.events.template;

import java.util.List;
import java.util.Optional;

import systems.tasker.events.event.DeliveryMode;
import systems.tasker.events.event.EventName;
import systems.tasker.events.event.OrderingKey;
import systems.tasker.events.schema.PayloadSchema;

/**
 * One entry of a step's {@code publishes_events}.
 *
 * @param name the event's name
 * @param description a text for people
 * @param condition the outcomes after which the event is published
 * @param deliveryMode how it is delivered
 * @param publisher the custom publisher that makes its payload; empty for the default one
 * @param schema the JSON Schema of its business payload
 * @param version the event's version, {@code event_version} on the wire
 * @param orderingKey the location of its ordering key; empty for no order
 * @param fanOut further queues that get a copy
 */
public record EventDeclaration(
        EventName name,
        String description,
        PublicationCondition condition,
        DeliveryMode deliveryMode,
        Optional<String> publisher,
        Optional<PayloadSchema> schema,
        String version,
        Optional<OrderingKey> orderingKey,
        List<String> fanOut) {

    public EventDeclaration {
        fanOut = List.copyOf(fanOut);
    }
}
