package systems.tasker.events.schema.compatibility;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;

import systems.tasker.events.json.Numbers;

/** The types of JSON values; a number is an integer or has a fraction. */
enum JsonType {
    NULL,
    BOOLEAN,
    OBJECT,
    ARRAY,
    STRING,
    INTEGER,
    FRACTION;

    static final Set<JsonType> NUMBER = Set.of(INTEGER, FRACTION);

    /** The types of a name in a schema. */
    static Set<JsonType> named(String name) {
        return switch (name) {
            case "any" -> EnumSet.allOf(JsonType.class);
            case "number" -> NUMBER;
            default -> Set.of(valueOf(name.toUpperCase(Locale.ROOT)));
        };
    }

    static JsonType of(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL -> NULL;
            case BOOLEAN -> BOOLEAN;
            case OBJECT -> OBJECT;
            case ARRAY -> ARRAY;
            case NUMBER -> Numbers.isInteger(value) ? INTEGER : FRACTION;
            default -> STRING;
        };
    }

    /** The names as in a schema. */
    static String names(Collection<JsonType> types) {
        if (types.isEmpty()) {
            return "nothing at all";
        }
        if (types.size() == values().length) {
            return "any value";
        }
        return types.stream()
                .sorted()
                .filter(type -> type != INTEGER || !types.contains(FRACTION))
                .map(type -> type == FRACTION ? "number" : type.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" or "));
    }
}
