package systems.tasker.events.ingress;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;

import systems.tasker.events.step.InputProblem;
import systems.tasker.events.step.InvalidInputException;
import systems.tasker.events.step.StorableText;

/** Finds what is legal JSON but cannot be carried to the consumers: texts no {@code jsonb} can hold, numbers no reader can. */
final class CarriableJson {

    // Of PostgreSQL's numeric, which holds the numbers of a jsonb.
    private static final int MAX_DECIMALS = 16_383;

    private final List<InputProblem> problems = new ArrayList<>();

    private CarriableJson() {}

    /** @throws InvalidInputException with every place that cannot be carried */
    static void check(JsonNode tree) {
        var check = new CarriableJson();
        check.walk(tree, JsonPointer.empty());
        if (!check.problems.isEmpty()) {
            throw new InvalidInputException(check.problems);
        }
    }

    private void walk(JsonNode node, JsonPointer at) {
        if (node.isTextual()) {
            text(node.textValue(), at);
        } else if (node.isObject()) {
            for (var field : node.properties()) {
                text(field.getKey(), at);
                walk(field.getValue(), at.appendProperty(field.getKey()));
            }
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                walk(node.get(i), at.appendIndex(i));
            }
        } else if (node.isNumber() && !node.isInt() && !node.isLong() && Double.isInfinite(node.doubleValue())) {
            problems.add(InputProblem.invalid(at.toString(), "is a number beyond the range of a double"));
        } else if (node.isBigDecimal() && node.decimalValue().scale() > MAX_DECIMALS) {
            problems.add(InputProblem.invalid(
                    at.toString(), "has more than " + MAX_DECIMALS + " decimals, which PostgreSQL cannot store"));
        }
    }

    private void text(String text, JsonPointer at) {
        if (!StorableText.isStorable(text)) {
            problems.add(InputProblem.invalid(
                    at.toString(), "holds a zero byte or half a surrogate pair, which PostgreSQL cannot store"));
        }
    }
}
