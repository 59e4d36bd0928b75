package systems.tasker.events.json;

import java.io.UncheckedIOException;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.cfg.MapperBuilder;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/**
 * Reads and writes the JSON that travels, without changing a digit: 10.50 stays 10.50, and a long number stays exact.
 *
 * <p>A mapper of our own: how an application configures its JSON must not change what is on the wire.
 */
public final class Json {

    // Digits of PostgreSQL's numeric before and after the point, all of which a jsonb is written out with.
    private static final int LONGEST_NUMBER = 131_072 + 16_383 + "-.".length();
    // PostgreSQL's own stack ends sooner.
    static final int DEEPEST = 10_000;
    private static final JsonMapper MAPPER = mapper(databaseConstraints(DEEPEST));
    // What is deeper could be read, and not be written again.
    private static final JsonMapper WRITABLE = mapper(databaseConstraints(StreamWriteConstraints.DEFAULT_MAX_DEPTH));
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

    /** A mapper for input from outside, which rejects duplicate keys, a second document, and nesting deeper than a limit. */
    static JsonMapper strictMapper(int maxNestingDepth, int maxNumberLength) {
        return mapper(StreamReadConstraints.builder()
                        .maxNestingDepth(maxNestingDepth)
                        .maxNumberLength(maxNumberLength)
                        .build())
                .rebuild()
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    /** Has a mapper keep every digit of the numbers it reads. */
    public static <M extends ObjectMapper, B extends MapperBuilder<M, B>> B exact(B mapper) {
        return mapper.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
    }

    private static JsonMapper mapper(StreamReadConstraints limits) {
        return exact(JsonMapper.builder(
                        JsonFactory.builder().streamReadConstraints(limits).build()))
                .build();
    }

    /** All that a {@code jsonb} may hold: any session may send a message, and one that cannot be read would stop its queue. */
    static StreamReadConstraints databaseConstraints(int maxNestingDepth) {
        return StreamReadConstraints.builder()
                .maxNestingDepth(maxNestingDepth)
                .maxNumberLength(LONGEST_NUMBER)
                .maxStringLength(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
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

    /** The same in UTF-8; half a surrogate pair, which has none, is written as an escape. */
    public static byte[] writeBytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
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

    /** The tree of a text that this service or PostgreSQL wrote. */
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
     * The object of a text that PostgreSQL wrote; an empty one for null, for anything else, and for what is too deep to be written again.
     */
    public static ObjectNode objectOrEmpty(String text) {
        try {
            return text != null && WRITABLE.readTree(text) instanceof ObjectNode object
                    ? object
                    : WRITABLE.createObjectNode();
        } catch (JsonProcessingException tooDeep) {
            return WRITABLE.createObjectNode();
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
