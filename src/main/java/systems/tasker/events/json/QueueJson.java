package systems.tasker.events.json;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import com.fasterxml.jackson.databind.util.TokenBuffer;

/**
 * Reads the JSON that PostgreSQL hands out, without changing a digit, as far as a {@code jsonb} goes.
 *
 * <p>Anybody may send a message. One that could be stored and not be read would stop its queue for ever.
 */
public final class QueueJson {

    // Of PostgreSQL's numeric.
    private static final int LONGEST_NUMBER = 131_072 + 16_383 + "-.".length();
    // PostgreSQL's own stack ends sooner.
    private static final int DEEPEST = 10_000;
    // Those of the deepest event, and few enough to be written with a page of events around them.
    private static final int WALKABLE = StreamWriteConstraints.DEFAULT_MAX_DEPTH - 5;
    private static final JsonMapper MAPPER = mapper(DEEPEST);
    // Deeper headers could not be written again.
    private static final JsonMapper WRITABLE = mapper(StreamWriteConstraints.DEFAULT_MAX_DEPTH);

    private QueueJson() {}

    private static JsonMapper mapper(int deepest) {
        return JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(deepest)
                                .maxNumberLength(LONGEST_NUMBER)
                                .maxStringLength(Integer.MAX_VALUE)
                                .maxNameLength(Integer.MAX_VALUE)
                                .build())
                        .streamWriteConstraints(StreamWriteConstraints.builder()
                                .maxNestingDepth(deepest)
                                .build())
                        .build())
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }

    /** The headers of a message; empty when it has none, or something else in their place, or such as nobody could send on. */
    public static ObjectNode headers(String text) {
        try {
            return text != null && WRITABLE.readTree(text) instanceof ObjectNode object
                    ? object
                    : WRITABLE.createObjectNode();
        } catch (JsonProcessingException nestedTooDeeply) {
            return WRITABLE.createObjectNode();
        }
    }

    /**
     * A text that PostgreSQL wrote, to be part of an answer, whatever its depth: the same tokens without blanks.
     *
     * <p>No tree is made of it: writing a tree takes a frame of the stack for each level.
     */
    public static JsonNode asWritten(String text) {
        var copy = new StringWriter(text.length());
        try (var parser = MAPPER.createParser(text);
                var generator = MAPPER.createGenerator(copy)) {
            while (parser.nextToken() != null) {
                generator.copyCurrentEventExact(parser);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("PostgreSQL writes valid JSON", impossible);
        }
        return JsonNodeFactory.instance.rawValueNode(new RawValue(copy.toString()));
    }

    /**
     * The tree of a text that PostgreSQL wrote, down to the levels that can be walked and written recursively.
     *
     * @param beyond what stands in place of objects and arrays that are nested deeper
     */
    public static JsonNode readShallow(String text, JsonNode beyond) {
        try (var parser = MAPPER.createParser(text)) {
            var cut = new TokenBuffer(parser);
            var levels = 0;
            while (parser.nextToken() != null) {
                if (parser.currentToken().isStructStart() && levels == WALKABLE) {
                    parser.skipChildren();
                    cut.writeTree(beyond);
                    continue;
                }
                if (parser.currentToken().isStructStart()) {
                    levels++;
                } else if (parser.currentToken().isStructEnd()) {
                    levels--;
                }
                cut.copyCurrentEvent(parser);
            }
            return MAPPER.readTree(cut.asParser());
        } catch (IOException impossible) {
            throw new UncheckedIOException("PostgreSQL writes valid JSON", impossible);
        }
    }

    /** The tree of a text that PostgreSQL wrote. */
    public static JsonNode read(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("PostgreSQL writes valid JSON", impossible);
        }
    }
}
