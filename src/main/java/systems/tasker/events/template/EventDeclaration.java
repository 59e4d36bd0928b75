package systems.tasker.events.template;

import java.util.Optional;

import systems.tasker.events.event.DeliveryMode;
import systems.tasker.events.event.EventName;
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
 */
public record EventDeclaration(
        EventName name,
        String description,
        PublicationCondition condition,
        DeliveryMode deliveryMode,
        Optional<String> publisher,
        Optional<PayloadSchema> schema,
        String version) {}
