package systems.tasker.events.json;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;

/** Finds what is legal JSON but cannot be carried to the consumers: texts no {@code jsonb} can hold, numbers no reader can. */
final class JsonLimits {

    // Of PostgreSQL's numeric, which holds the numbers of a jsonb.
    private static final int MAX_DECIMALS = 16_383;

    private static final String UNSTORABLE =
            "holds a zero byte or half a surrogate pair, which PostgreSQL cannot store";

    private final List<InputProblem> problems = new ArrayList<>();

    private JsonLimits() {}

    /**
     * @throws InvalidInputException with every place that cannot be carried
     */
    static void check(JsonNode tree) {
        // Nearly every tree is fine, and finding that out needs no pointers.
        if (!isCarriable(tree)) {
            var check = new JsonLimits();
            check.collect(tree, JsonPointer.empty());
            throw new InvalidInputException(check.problems);
        }
    }

    private static boolean isCarriable(JsonNode node) {
        if (!node.isContainerNode()) {
            return problemOf(node) == null;
        }
        for (var field : node.properties()) {
            if (!StorableText.isStorable(field.getKey()) || !isCarriable(field.getValue())) {
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

    private void collect(JsonNode node, JsonPointer at) {
        for (var field : node.properties()) {
            if (!StorableText.isStorable(field.getKey())) {
                problems.add(InputProblem.invalid(at.toString(), UNSTORABLE));
            }
            collect(field.getValue(), at.appendProperty(field.getKey()));
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collect(node.get(i), at.appendIndex(i));
        }
        var problem = problemOf(node);
        if (problem != null) {
            problems.add(InputProblem.invalid(at.toString(), problem));
        }
    }

    /** What is wrong with a single value; null when it is fine, and for objects and arrays. */
    private static String problemOf(JsonNode value) {
        if (value.isTextual()) {
            return StorableText.isStorable(value.textValue()) ? null : UNSTORABLE;
        } else if (!value.isNumber() || value.isInt() || value.isLong()) {
            return null;
        } else if (Double.isInfinite(value.doubleValue())) {
            return "is a number beyond the range of a double";
        }
        return value.isBigDecimal() && value.decimalValue().scale() > MAX_DECIMALS
                ? "has more than " + MAX_DECIMALS + " decimals, which PostgreSQL cannot store"
                : null;
    }
}
