package systems.tasker.events.pgmq;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.step.StepJson;

/**
 * A durable event as it goes to its queue.
 *
 * @param message the event's JSON
 * @param headers what a consumer can route and trace by without opening the message
 */
record EventText(String message, String headers) {

    static EventText of(DomainEvent event) {
        var headers = JsonNodeFactory.instance
                .objectNode()
                .put("event_name", event.eventName().value())
                .put("event_version", event.eventVersion())
                .put("correlation_id", event.metadata().correlationId());
        return new EventText(StepJson.write(event), StepJson.write(headers));
    }
}
