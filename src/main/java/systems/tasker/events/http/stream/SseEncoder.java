package systems.tasker.events.http.stream;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.databind.JsonNode;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.json.Json;

/**
 * Writes what goes to a reader as server-sent events, and reads the ids that come back.
 *
 * <p>An id is {@code <instance>-<sequence>}. The instance is another one after each start, so that nobody goes on in the wrong sequence.
 */
final class SseEncoder {

    /** The name of what is sent in place of events that are gone; no event can have it, theirs have a dot. */
    static final String GAP = "gap";

    private final String instance;
    private final UnaryOperator<JsonNode> masked;

    /**
     * Writes for the readers of one instance.
     *
     * @param instance this process, in characters that a header may have
     * @param masked what of an event people may see
     */
    SseEncoder(String instance, UnaryOperator<JsonNode> masked) {
        this.instance = instance;
        this.masked = masked;
    }

    byte[] event(long sequence, DomainEvent event) {
        // Jackson writes no line breaks, so the text is one line of data.
        return bytes("id: " + id(sequence) + "\nevent: " + event.eventName() + "\ndata: " + shown(event) + "\n\n");
    }

    /** The event's text. What is sensitive is told by its JSON, so that it is read once more; most events have nothing of the kind. */
    private String shown(DomainEvent event) {
        var text = Json.write(event);
        var whole = Json.read(text);
        var shown = masked.apply(whole);
        return shown == whole ? text : Json.write(shown);
    }

    /** Says how many events are missing up to one, that one included. */
    byte[] gap(long missed, long last) {
        return bytes("id: " + id(last) + "\nevent: " + GAP + "\ndata: {\"reason\":\"passed_over\",\"missed\":" + missed
                + "}\n\n");
    }

    /** Says that events may be missing and nobody knows how many, because the reader comes from another instance or an earlier start. */
    byte[] unknownGap(long last) {
        return bytes(
                "id: " + id(last) + "\nevent: " + GAP + "\ndata: {\"reason\":\"other_instance\",\"missed\":null}\n\n");
    }

    /** Nothing but the position, which a browser keeps for when it comes back. */
    byte[] heartbeat(long last) {
        return bytes(":\nid: " + id(last) + "\n\n");
    }

    /** The sequence in an id of this instance; empty for any other text. */
    OptionalLong sequence(String id) {
        var prefix = instance + "-";
        if (!id.startsWith(prefix)) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(id.substring(prefix.length())));
        } catch (NumberFormatException notOurs) {
            return OptionalLong.empty();
        }
    }

    private String id(long sequence) {
        return instance + "-" + sequence;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
