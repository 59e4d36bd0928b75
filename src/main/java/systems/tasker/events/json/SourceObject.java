package systems.tasker.events.json;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonGeneratorImpl;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An object that is written as the text that it was read from, which costs no walk over its tree: a result travels on in several messages.
 *
 * <p>It cannot be changed, because its text would stay: a change of its fields throws {@link UnsupportedOperationException}. What is in them
 * must not be changed either, as with all JSON that travels. Its copy is an ordinary object.
 */
// The copy that Jackson declares has a type that its caller chooses.
@SuppressWarnings("unchecked")
final class SourceObject extends ObjectNode {

    private static final long serialVersionUID = 1L;

    // What a decoder writes for bytes that are no UTF-8, some of which Jackson reads.
    private static final char REPLACEMENT = '\uFFFD';

    private final transient byte[] source;
    private final transient List<Part> parts;
    private final transient String more;

    /**
     * A part of the source, without the comma around it.
     *
     * @param name the field that it is; null for all fields of the object
     */
    record Part(String name, int from, int to) {}

    /**
     * @param source the text, in UTF-8 and one line
     * @param parts its fields in the source
     */
    SourceObject(Map<String, JsonNode> fields, byte[] source, List<Part> parts) {
        this(fields, source, parts, "");
    }

    /** @param more text of further fields */
    private SourceObject(Map<String, JsonNode> fields, byte[] source, List<Part> parts, String more) {
        super(JsonNodeFactory.instance, Collections.unmodifiableMap(fields));
        this.source = source;
        this.parts = parts;
        this.more = more;
    }

    /** The same object without some fields. */
    SourceObject without(Set<String> names) {
        var fields = new LinkedHashMap<>(_children);
        fields.keySet().removeAll(names);
        return new SourceObject(
                fields,
                source,
                parts.stream().filter(part -> !names.contains(part.name())).toList(),
                more);
    }

    /** The same object with further fields, none of which it has. */
    SourceObject with(ObjectNode additional) {
        var fields = new LinkedHashMap<>(_children);
        additional.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        var text = Json.write(additional);
        return new SourceObject(fields, source, parts, text.substring(1, text.length() - 1));
    }

    @Override
    public void serialize(JsonGenerator json, SerializerProvider serializers) throws IOException {
        // Others keep tokens, which a text has none of.
        var pieces = json instanceof JsonGeneratorImpl && json.getPrettyPrinter() == null ? pieces() : null;
        if (pieces == null) {
            super.serialize(json, serializers);
            return;
        }
        json.writeRawValue("{");
        for (int i = 0; i < pieces.size(); i++) {
            if (i > 0) {
                json.writeRaw(',');
            }
            json.writeRaw(pieces.get(i));
        }
        json.writeRaw('}');
    }

    /** The text between the braces, without the commas between its pieces; null where the source is no proper UTF-8. */
    private List<String> pieces() {
        var pieces = new ArrayList<String>();
        for (int i = 0; i < parts.size(); i++) {
            var from = parts.get(i).from();
            while (i + 1 < parts.size()
                    && isNext(parts.get(i).to(), parts.get(i + 1).from())) {
                i++;
            }
            var piece = new String(source, from, parts.get(i).to() - from, StandardCharsets.UTF_8);
            if (piece.indexOf(REPLACEMENT) >= 0) {
                return null;
            }
            pieces.add(piece);
        }
        if (!more.isEmpty()) {
            pieces.add(more);
        }
        return pieces;
    }

    /** Whether no field stands between two places of the source. */
    private boolean isNext(int from, int to) {
        for (int i = from; i < to; i++) {
            if (source[i] != ',' && source[i] != ' ') {
                return false;
            }
        }
        return true;
    }
}
