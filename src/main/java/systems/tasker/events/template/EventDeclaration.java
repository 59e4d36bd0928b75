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
 * @param description for people
 * @param condition after which outcomes the event is due
 * @param deliveryMode which way it goes out
 * @param publisher the custom publisher that makes its payload; empty for the default one
 * @param schema what its business payload must satisfy
 * @param version the event's version, {@code event_version} on the wire
 * @param orderingKey where its key is, when events with the same key have to stay in order
 * @param fanOut further queues that get a copy of it
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
