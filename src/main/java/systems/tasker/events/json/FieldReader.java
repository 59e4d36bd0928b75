package systems.tasker.events.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * Reads typed fields from a tree and collects every problem, so that a caller can fix the document in one pass.
 *
 * <p>Pointers are JSON pointers (RFC 6901) and constants of the program: each is cached without bound. Not thread-safe.
 */
public final class FieldReader {

    private static final UUID NONE = new UUID(0, 0);
    // Compiling a pointer costs more than following it. Those asked for are constants, a few dozen.
    private static final Map<String, JsonPointer> POINTERS = new ConcurrentHashMap<>();

    private final JsonNode root;
    private final String base;
    private final List<InputProblem> problems = new ArrayList<>();

    /**
     * Creates a reader.
     *
     * @param root what the pointers start from
     * @param base what the pointers of the problems start with; empty unless the root is a part of the document
     */
    public FieldReader(JsonNode root, String base) {
        this.root = root;
        this.base = base;
    }

    /** The field at a pointer; missing when it is absent, null or of another type (which is then a problem). */
    public JsonNode optional(String pointer, JsonNodeType type) {
        var node = root.at(compiled(pointer));
        if (node.isMissingNode() || node.isNull()) {
            return MissingNode.getInstance();
        }
        if (node.getNodeType() != type) {
            malformed(pointer, "must be " + described(type));
            return MissingNode.getInstance();
        }
        return node;
    }

    /** Reads before it writes, because {@code computeIfAbsent} may lock. */
    private static JsonPointer compiled(String pointer) {
        var known = POINTERS.get(pointer);
        return known == null ? POINTERS.computeIfAbsent(pointer, JsonPointer::compile) : known;
    }

    public JsonNode required(String pointer, JsonNodeType type) {
        var before = problems.size();
        var node = optional(pointer, type);
        if (node.isMissingNode() && problems.size() == before) {
            malformed(pointer, "is required");
        }
        return node;
    }

    public String requiredText(String pointer) {
        var node = required(pointer, JsonNodeType.STRING);
        if (node.isTextual() && node.textValue().isBlank()) {
            invalid(pointer, "must not be blank");
        }
        return node.asText("");
    }

    public UUID requiredUuid(String pointer) {
        var node = required(pointer, JsonNodeType.STRING);
        if (node.isMissingNode()) {
            return NONE;
        }
        var text = node.textValue();
        try {
            var uuid = UUID.fromString(text);
            // UUID.fromString takes "1-1-1-1-1" for a UUID, and cuts off what is too long in one part.
            if (uuid.toString().equalsIgnoreCase(text)) {
                return uuid;
            }
        } catch (IllegalArgumentException notHexadecimal) {
            // reported below, together with a wrong layout
        }
        malformed(pointer, "must be a UUID");
        return NONE;
    }

    /** A count that is absent or at least zero. */
    public OptionalInt optionalCount(String pointer) {
        var node = optional(pointer, JsonNodeType.NUMBER);
        if (node.isMissingNode()) {
            return OptionalInt.empty();
        }
        if (!node.isIntegralNumber()) {
            malformed(pointer, "must be a whole number");
            return OptionalInt.empty();
        }
        if (!node.canConvertToInt() || node.intValue() < 0) {
            invalid(pointer, "must be between 0 and " + Integer.MAX_VALUE);
            return OptionalInt.empty();
        }
        return OptionalInt.of(node.intValue());
    }

    /** Remembers that something is not of the shape that was asked for. */
    public void malformed(String pointer, String detail) {
        problems.add(InputProblem.malformed(base + pointer, detail));
    }

    /** Remembers that something cannot be as it says. */
    public void invalid(String pointer, String detail) {
        problems.add(InputProblem.invalid(base + pointer, detail));
    }

    /**
     * Ends the reading.
     *
     * @throws InvalidInputException when anything was wrong
     */
    public void finish() {
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
    }

    private static String described(JsonNodeType type) {
        return switch (type) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case STRING -> "a string";
            case NUMBER -> "a number";
            default -> "true or false";
        };
    }
}
