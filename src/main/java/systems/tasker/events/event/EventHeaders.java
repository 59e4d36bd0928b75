package systems.tasker.events.event;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The headers of an event's message: what consumers route by without opening the message. Named after the event's fields. */
public final class EventHeaders {

    public static final String EVENT_NAME = EventFields.EVENT_NAME;
    public static final String EVENT_VERSION = EventFields.EVENT_VERSION;
    public static final String CORRELATION_ID = MetadataField.CORRELATION_ID.key();

    private EventHeaders() {}

    /** The headers of an event. */
    public static ObjectNode of(DomainEvent event) {
        return JsonNodeFactory.instance
                .objectNode()
                .put(EVENT_NAME, event.eventName().value())
                .put(EVENT_VERSION, event.eventVersion())
                .put(CORRELATION_ID, event.metadata().correlationId());
    }
}
