package systems.tasker.events.postgres.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.api.trace.SpanContext;
import io.vertx.core.buffer.Buffer;

import systems.tasker.events.event.EventHeaders;
import systems.tasker.events.json.Json;
import systems.tasker.events.postgres.pgmq.DeadLetter;
import systems.tasker.events.postgres.pgmq.TraceHeaders;
import systems.tasker.events.publication.PublicationOutcome.Reason;
import systems.tasker.events.publication.store.DurableEvent;
import systems.tasker.events.queue.MessageHeaders;

/**
 * A durable event as it goes to one of its queues.
 *
 * @param queue the queue
 * @param message its JSON in UTF-8, as PostgreSQL gets it
 * @param headers the JSON object of its headers
 * @param isCopy whether it is a fan-out copy, which the receipt does not name
 */
record QueuedMessage(String queue, Buffer message, Buffer headers, boolean isCopy) {

    /** A message for each queue of the event, the one for its namespace's queue first. */
    static List<QueuedMessage> of(DurableEvent durable, SpanContext trace) {
        var message = json(durable.event());
        var headers = headers(durable, trace);
        var messages = new ArrayList<QueuedMessage>();
        for (var queue : durable.queues()) {
            messages.add(new QueuedMessage(
                    durable.destination(queue),
                    message,
                    json(withDeadLetter(headers, durable, queue)),
                    !queue.equals(durable.queue())));
        }
        return messages;
    }

    /** JSON as a parameter of a statement: in UTF-8, so that it is encoded once. */
    static Buffer json(Object value) {
        return Buffer.buffer(Json.writeBytes(value));
    }

    /** What a consumer can route, order and trace by without parsing the message. */
    private static ObjectNode headers(DurableEvent durable, SpanContext trace) {
        var headers = EventHeaders.of(durable.event());
        TraceHeaders.write(trace, headers);
        durable.orderingKey().ifPresent(key -> headers.put(MessageHeaders.GROUP, key));
        return headers;
    }

    /** The headers of a notification; null when it has none. */
    static Buffer notificationHeaders(SpanContext trace) {
        if (!trace.isValid()) {
            return null;
        }
        var headers = JsonNodeFactory.instance.objectNode();
        TraceHeaders.write(trace, headers);
        return json(headers);
    }

    private static ObjectNode withDeadLetter(ObjectNode headers, DurableEvent durable, String queue) {
        return durable.refusal()
                .map(refusal -> deadLetter(refusal, durable.event().metadata().firedAt(), queue)
                        .addTo(headers))
                .orElse(headers);
    }

    private static DeadLetter deadLetter(DurableEvent.Refusal refusal, Instant firedAt, String queue) {
        return new DeadLetter(
                Reason.SEND_REFUSED.label(),
                List.of(refusal.detail()),
                firedAt,
                refusal.at(),
                1,
                queue,
                Optional.empty());
    }
}
