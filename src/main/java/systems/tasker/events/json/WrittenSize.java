package systems.tasker.events.json;

import com.fasterxml.jackson.databind.JsonNode;

/** Adds up the characters of one document as PostgreSQL writes it out, and its heap, and finds what PostgreSQL cannot store. */
final class WrittenSize {

    static final String UNSTORABLE = "holds a zero byte or half a surrogate pair, which PostgreSQL cannot store";

    // Of PostgreSQL's numeric, which holds the numbers of a jsonb.
    private static final int MAX_DECIMALS = 16_383;
    private static final int BRACKETS = 2;
    private static final int SEPARATOR = ", ".length();
    private static final int COLON = ": ".length();
    private static final int LONGEST_LITERAL = "false".length();

    private final long max;
    private long left;
    private long memory;

    WrittenSize(long max) {
        this.max = max;
        this.left = max;
    }

    boolean isWithin() {
        return left >= 0;
    }

    /** The characters so far. */
    long characters() {
        return max - left;
    }

    /** Bytes of heap that the trees retain, as {@link TreeMemory} estimates. */
    long memory() {
        return memory;
    }

    /** Adds a tree that was read from a text; stops at the first value that cannot be stored. */
    boolean isCarriable(JsonNode node) {
        if (!node.isContainerNode()) {
            return addValue(node) == null && isWithin();
        }
        addContainer(node);
        // A map that is asked for its entries keeps a view of them, which is not worth its memory where there are none.
        if (!isWithin() || node.isEmpty()) {
            return isWithin();
        }
        for (var field : node.properties()) {
            if (!addText(field.getKey()) || !isCarriable(field.getValue())) {
                return false;
            }
        }
        if (node.isArray()) {
            for (var element : node) {
                if (!isCarriable(element)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Adds the punctuation of an object or array, which has no problem of its own. */
    String addContainer(JsonNode node) {
        memory += TreeMemory.ofContainer(node);
        left -= BRACKETS + (long) node.size() * (node.isObject() ? SEPARATOR + COLON : SEPARATOR);
        return null;
    }

    /** Adds a text or a name, and returns whether it can be stored. */
    boolean addText(String text) {
        var length = StorableText.writtenLength(text);
        left -= Math.max(0, length);
        return length >= 0;
    }

    /** Adds a single value, and returns its problem, or null without one. */
    String addValue(JsonNode value) {
        memory += TreeMemory.ofValue(value);
        if (value.isTextual()) {
            return addText(value.textValue()) ? null : UNSTORABLE;
        } else if (!value.isNumber()) {
            left -= LONGEST_LITERAL;
            return null;
        } else if (value.isInt() || value.isLong()) {
            left -= Numbers.digits(value.longValue());
            return null;
        } else if (Double.isInfinite(value.doubleValue())) {
            return "is a number beyond the range of a double";
        } else if (value.isBigDecimal() && value.decimalValue().scale() > MAX_DECIMALS) {
            return "has more than " + MAX_DECIMALS + " decimals, which PostgreSQL cannot store";
        }
        left -= Numbers.writtenLength(value);
        return null;
    }
}
