package systems.tasker.events.json;

import java.io.UncheckedIOException;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/**
 * Reads and writes the JSON that travels, without changing a digit: 10.50 stays 10.50, and a long number stays exact.
 *
 * <p>A mapper of our own: how an application configures its JSON must not change what is on the wire.
 */
public final class Json {

    // As far as a jsonb goes: PostgreSQL writes 1e-9999 out in ten thousand digits, and its own stack ends before ten
    // thousand levels.
    private static final StreamReadConstraints OF_THE_DATABASE = StreamReadConstraints.builder()
            .maxNumberLength(131_072 + 16_383 + "-.".length())
            .maxNestingDepth(10_000)
            .maxStringLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .build();
    private static final JsonMapper MAPPER =
            mapper(JsonFactory.builder().streamReadConstraints(OF_THE_DATABASE).build());
    // Records and classes of others: in the snake_case of everything here, times as text, and open to fields that come
    // later.
    private static final JsonMapper TYPES = MAPPER.rebuild()
            .addModules(new JavaTimeModule(), new Jdk8Module())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Json() {}

    /** A mapper for input from outside, which refuses duplicate keys, a second document, and nesting deeper than a limit. */
    static JsonMapper strictMapper(int maxNestingDepth, int maxNumberLength) {
        var limits = StreamReadConstraints.builder()
                .maxNestingDepth(maxNestingDepth)
                .maxNumberLength(maxNumberLength)
                .build();
        return mapper(JsonFactory.builder().streamReadConstraints(limits).build())
                .rebuild()
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    private static JsonMapper mapper(JsonFactory factory) {
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }

    /** The text of a tree, or of a type that knows how to write itself. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** What a value inside a tree looks like after it was written and read; empty when Jackson cannot write it as JSON. */
    static Optional<JsonNode> rewritten(JsonNode value) {
        try {
            return Optional.of(MAPPER.readTree(MAPPER.writeValueAsString(value)));
        } catch (JsonProcessingException | StackOverflowError unwritable) {
            return Optional.empty();
        } catch (RuntimeException thrownByItsGetter) {
            return Optional.empty();
        }
    }

    /** The tree of a text that this service wrote, or PostgreSQL of what it was given. */
    public static JsonNode read(String text) {
        return read(text, JsonNode.class);
    }

    /** The value of such a text. */
    public static <T> T read(String text, Class<T> type) {
        try {
            return MAPPER.readValue(text, type);
        } catch (JsonProcessingException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * The tree of any value, names in snake_case and times as text; a tree is its own.
     *
     * @throws IllegalArgumentException when Jackson cannot write it
     */
    public static JsonNode tree(Object value) {
        if (value instanceof JsonNode tree) {
            return tree;
        }
        return value == null ? NullNode.getInstance() : TYPES.valueToTree(value);
    }

    /**
     * A tree as a type, such as a record; fields the type does not have are left out.
     *
     * @throws IllegalArgumentException when the tree does not fit the type
     */
    public static <T> T as(Class<T> type, JsonNode tree) {
        return TYPES.convertValue(tree, type);
    }
}
