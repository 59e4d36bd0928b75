package systems.tasker.events.ledger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.pgmq.MessageText;
import systems.tasker.events.step.StepJson;

/** Writes a durable event as it goes to its queue. */
final class EventText {

    private EventText() {}

    /** The event's JSON, and in the headers what a consumer can route and trace by without opening the message. */
    static MessageText of(DomainEvent event) {
        var headers = JsonNodeFactory.instance
                .objectNode()
                .put("event_name", event.eventName().value())
                .put("event_version", event.eventVersion())
                .put("correlation_id", event.metadata().correlationId());
        return new MessageText(StepJson.write(event), StepJson.write(headers));
    }
}
