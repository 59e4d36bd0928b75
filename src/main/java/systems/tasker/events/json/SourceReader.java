package systems.tasker.events.json;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * Reads a body so that its object, or the objects of its array, and the objects in their fields know their text.
 *
 * <p>One object per body.
 */
final class SourceReader {

    private final ObjectReader values;
    private final JsonParser parser;
    private final byte[] source;

    private SourceReader(ObjectReader values, JsonParser parser, byte[] source) {
        this.values = values;
        this.parser = parser;
        this.source = source;
    }

    /**
     * The body as a tree; an ordinary one where it is not in UTF-8 or has several lines, because what is written must have one.
     *
     * @param values the mapper's reader of one value among others
     * @throws IOException what the mapper throws
     */
    static JsonNode read(JsonMapper mapper, ObjectReader values, byte[] body) throws IOException {
        if (!isOneLine(body)) {
            return mapper.readTree(body);
        }
        try (var parser = mapper.createParser(body)) {
            var tree = new SourceReader(values, parser, body).root();
            // The mapper says what is wrong: a second document, a key that occurs twice, another encoding.
            return tree == null || parser.nextToken() != null ? mapper.readTree(body) : tree;
        }
    }

    private static boolean isOneLine(byte[] body) {
        for (byte each : body) {
            if (each >= 0 && each < ' ') {
                return false;
            }
        }
        return true;
    }

    private JsonNode root() throws IOException {
        var token = parser.nextToken();
        if (token == JsonToken.START_OBJECT) {
            return isHere('{') ? object(true) : null;
        } else if (token == JsonToken.START_ARRAY) {
            return isHere('[') ? array() : null;
        }
        return null;
    }

    /** Whether the parser counts bytes as the body has them. */
    private boolean isHere(char first) {
        var offset = parser.currentTokenLocation().getByteOffset();
        return offset >= 0 && source[(int) offset] == first;
    }

    private JsonNode array() throws IOException {
        var elements = JsonNodeFactory.instance.arrayNode();
        for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            var element = token == JsonToken.START_OBJECT ? object(true) : value(token);
            if (element == null) {
                return null;
            }
            elements.add(element);
        }
        return elements;
    }

    /** @return null when a key occurs twice */
    private SourceObject object(boolean isOuter) throws IOException {
        var from = offset(parser.currentTokenLocation()) + 1;
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        var parts = isOuter ? new ArrayList<SourceObject.Part>() : null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            var field = isOuter ? offset(parser.currentTokenLocation()) : 0;
            var token = parser.nextToken();
            var value = isOuter && token == JsonToken.START_OBJECT ? object(false) : value(token);
            if (value == null || fields.put(name, value) != null) {
                return null;
            }
            if (isOuter) {
                parts.add(new SourceObject.Part(name, field, offset(parser.currentLocation())));
            }
        }
        var to = offset(parser.currentTokenLocation());
        return new SourceObject(
                fields,
                source,
                isOuter ? parts : fields.isEmpty() ? List.of() : List.of(new SourceObject.Part(null, from, to)));
    }

    /** As the mapper reads it, without asking it for what needs no rule of its own. */
    private JsonNode value(JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_STRING -> TextNode.valueOf(parser.getText());
            case VALUE_TRUE -> BooleanNode.TRUE;
            case VALUE_FALSE -> BooleanNode.FALSE;
            case VALUE_NULL -> NullNode.getInstance();
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == NumberType.INT
                        ? IntNode.valueOf(parser.getIntValue())
                        : values.readTree(parser);
            default -> values.readTree(parser);
        };
    }

    private static int offset(JsonLocation location) {
        return (int) location.getByteOffset();
    }
}
