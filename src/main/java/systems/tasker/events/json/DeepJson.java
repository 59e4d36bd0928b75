package systems.tasker.events.json;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.RawValue;
import com.fasterxml.jackson.databind.util.TokenBuffer;

/** Reads JSON at any nesting depth that a {@code jsonb} can have, for answers; a tree that deep could not be written recursively. */
public final class DeepJson {

    // Those of the deepest payload, and of the event around it: the object, "payload", and "payload" within.
    private static final int WALKABLE = JsonLimits.MAX_LEVELS + 5;
    private static final JsonMapper MAPPER = Json.exact(JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(Json.databaseConstraints(Json.DEEPEST))
                    .streamWriteConstraints(StreamWriteConstraints.builder()
                            .maxNestingDepth(Json.DEEPEST)
                            .build())
                    .build()))
            .build();

    private DeepJson() {}

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
}
