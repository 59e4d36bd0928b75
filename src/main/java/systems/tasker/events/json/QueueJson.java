package systems.tasker.events.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

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

    /** The tree of a text that PostgreSQL wrote. */
    public static JsonNode read(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("PostgreSQL writes valid JSON", impossible);
        }
    }
}
