package systems.tasker.events.schema;

import java.util.Comparator;

import com.fasterxml.jackson.databind.JsonNode;

/** Numbers by what they are worth: 1.0 is 1, and an integer. */
final class Numbers {

    private static final Comparator<JsonNode> BY_VALUE = (one, other) -> {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    };

    private Numbers() {}

    /** Whether two trees are the same JSON. */
    static boolean same(JsonNode one, JsonNode other) {
        return one.equals(BY_VALUE, other);
    }

    static boolean isInteger(JsonNode number) {
        return number.isIntegralNumber()
                || number.decimalValue().stripTrailingZeros().scale() <= 0;
    }
}
