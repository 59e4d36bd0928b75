package systems.tasker.events.http.stream;

import com.fasterxml.jackson.databind.JsonNode;

import systems.tasker.events.event.DomainEvent;

/** Estimates how much heap an event keeps from being freed, without writing it: a microsecond for a kilobyte of JSON. */
final class EventWeight {

    // An object or array, an entry of one, a number: headers and references, as HotSpot lays them out.
    private static final int NODE = 48;

    private EventWeight() {}

    /** Bytes, roughly; what two events share is counted for both. */
    static long of(DomainEvent event) {
        var payload = event.payload();
        return of(payload.taskSequenceStep().json())
                + of(payload.executionResult().json())
                + of(payload.payload())
                + of(event.metadata().additional());
    }

    private static long of(JsonNode tree) {
        long weight = NODE;
        if (tree.isTextual()) {
            return weight + tree.textValue().length();
        }
        if (tree.isObject()) {
            for (var field : tree.properties()) {
                weight += NODE + of(field.getValue());
            }
        } else if (tree.isArray()) {
            for (var element : tree) {
                weight += of(element);
            }
        }
        return weight;
    }
}
