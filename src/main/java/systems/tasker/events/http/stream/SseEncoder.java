package systems.tasker.events.http.stream;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.databind.JsonNode;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.json.Json;

/**
 * Encodes server-sent events and decodes the ids that readers send back.
 *
 * <p>An id is {@code <instance>-<sequence>}. The instance differs after each start, so that no reader continues in another sequence.
 */
final class SseEncoder {

    /** The name of the message that replaces dropped events; no event has this name, because event names have a dot. */
    static final String GAP = "gap";

    /** The name of the message of an event that was not published; no event has this name either. */
    static final String OUTCOME = "outcome";

    private final String instance;
    private final UnaryOperator<JsonNode> masked;

    /**
     * Creates the encoder of one instance.
     *
     * @param instance the id of this process, in characters that are legal in a header
     * @param masked masks the sensitive fields of an event
     */
    SseEncoder(String instance, UnaryOperator<JsonNode> masked) {
        this.instance = instance;
        this.masked = masked;
    }

    byte[] event(long sequence, DomainEvent event) {
        // Jackson writes no line breaks, so the text is one line of data.
        return bytes("id: " + id(sequence) + "\nevent: " + event.eventName() + "\ndata: " + shown(event) + "\n\n");
    }

    /** The event's text. Masking needs its JSON, so it is parsed again, but most events have no sensitive fields. */
    private String shown(DomainEvent event) {
        var text = Json.write(event);
        var whole = Json.read(text);
        var shown = masked.apply(whole);
        return shown == whole ? text : Json.write(shown);
    }

    byte[] unpublished(long sequence, UnpublishedEvent event) {
        return bytes(
                "id: " + id(sequence) + "\nevent: " + OUTCOME + "\ndata: " + Json.write(Json.tree(event)) + "\n\n");
    }

    /** Reports how many events are missing, up to and including the last one. */
    byte[] gap(long missed, long last) {
        return bytes("id: " + id(last) + "\nevent: " + GAP + "\ndata: {\"reason\":\"passed_over\",\"missed\":" + missed
                + "}\n\n");
    }

    /** Reports that an unknown number of events may be missing, because the reader comes from another instance or an earlier start. */
    byte[] unknownGap(long last) {
        return bytes(
                "id: " + id(last) + "\nevent: " + GAP + "\ndata: {\"reason\":\"other_instance\",\"missed\":null}\n\n");
    }

    /** The position alone, which a browser sends when it reconnects. */
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
