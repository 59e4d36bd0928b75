package systems.tasker.events.json;

import java.util.Comparator;

import com.fasterxml.jackson.databind.JsonNode;

/** Numbers by what they are worth: 1.0 is 1, and an integer. */
public final class Numbers {

    // Of PostgreSQL's numeric, as for the numbers of results.
    private static final int MAX_DECIMALS = 16_383;

    private static final Comparator<JsonNode> BY_VALUE = (one, other) -> {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    };

    private Numbers() {}

    /** Whether a tree holds a number that would be written out in millions of digits sooner or later: beyond a double, or with too many decimals. */
    public static boolean areExcessive(JsonNode tree) {
        return tree.isNumber()
                ? Double.isInfinite(tree.doubleValue())
                        || tree.isBigDecimal() && tree.decimalValue().scale() > MAX_DECIMALS
                : tree.valueStream().anyMatch(Numbers::areExcessive);
    }

    /** Whether two trees are the same JSON. */
    public static boolean same(JsonNode one, JsonNode other) {
        return one.equals(BY_VALUE, other);
    }

    public static boolean isInteger(JsonNode number) {
        return number.isIntegralNumber()
                || number.decimalValue().stripTrailingZeros().scale() <= 0;
    }
}
