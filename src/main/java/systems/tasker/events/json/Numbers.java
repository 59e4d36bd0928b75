package systems.tasker.events.json;

import java.math.BigDecimal;
import java.util.Comparator;

import com.fasterxml.jackson.databind.JsonNode;

/** Numbers by what they are worth: 1.0 is 1, and an integer. */
public final class Numbers {

    // Of PostgreSQL's numeric, as for the numbers of results.
    private static final int MAX_DECIMALS = 16_383;

    private static final double DIGITS_PER_BIT = Math.log10(2);
    private static final int BASE = 10;
    private static final int SIGN = 1;
    private static final int POINT = 1;

    private static final Comparator<JsonNode> BY_VALUE = (one, other) -> {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    };

    private Numbers() {}

    /**
     * Whether a tree holds a number that would be written out in millions of digits sooner or later: beyond a double, or with too many
     * decimals.
     */
    public static boolean areExcessive(JsonNode tree) {
        return tree.isNumber()
                ? Double.isInfinite(tree.doubleValue())
                        || tree.isBigDecimal() && tree.decimalValue().scale() > MAX_DECIMALS
                : tree.valueStream().anyMatch(Numbers::areExcessive);
    }

    /**
     * Characters of a number when PostgreSQL writes it out, which it does without an exponent: 1e-9 as 0.000000001.
     *
     * <p>A few more than those for a whole number of many digits, which are not counted one by one.
     */
    public static long writtenLength(JsonNode number) {
        if (number.isBigInteger()) {
            return SIGN + 1 + (long) (number.bigIntegerValue().bitLength() * DIGITS_PER_BIT);
        }
        if (!number.isBigDecimal() && !Double.isFinite(number.doubleValue())) {
            return number.asText().length();
        }
        // Jackson writes a float or double with as many digits as it takes to tell it from its neighbours.
        var decimal = number.isBigDecimal() ? number.decimalValue() : new BigDecimal(number.asText());
        var scale = decimal.scale();
        var whole = Math.max(1, (long) decimal.precision() - scale);
        return SIGN + whole + (scale > 0 ? POINT + scale : 0);
    }

    /** Characters of a whole number. */
    static int digits(long number) {
        var characters = number < 0 ? SIGN + 1 : 1;
        for (var rest = number / BASE; rest != 0; rest /= BASE) {
            characters++;
        }
        return characters;
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
