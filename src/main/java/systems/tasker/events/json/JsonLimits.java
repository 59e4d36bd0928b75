package systems.tasker.events.json;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Finds what is legal JSON but cannot be carried to the consumers: texts no {@code jsonb} can hold, numbers no consumer can read, and
 * documents that PostgreSQL would write out in far more characters than they came in.
 *
 * <p>The same rules hold for what callers send and for what publishers make. Thread-safe.
 */
public final class JsonLimits {

    // Of PostgreSQL's numeric, which holds the numbers of a jsonb.
    private static final int MAX_DECIMALS = 16_383;

    // Jackson writes a thousand levels: less those of the envelope, and of answers that show a page of events.
    private static final int MAX_LEVELS = StreamWriteConstraints.DEFAULT_MAX_DEPTH - 10;

    private static final String UNSTORABLE =
            "holds a zero byte or half a surrogate pair, which PostgreSQL cannot store";

    private static final String TOO_LONG =
            "is where the document becomes longer than %d characters as PostgreSQL writes it out, numbers such as 1e-999 with every digit";

    /** Those of a service whose operator has set no others. */
    public static final JsonLimits DEFAULT = new JsonLimits(4 << 20);

    private final long maxWrittenSize;

    /** @param maxWrittenSize characters that a document may have when PostgreSQL writes it out, the digits of each number included */
    public JsonLimits(long maxWrittenSize) {
        this.maxWrittenSize = maxWrittenSize;
    }

    public JsonLimits(JsonConfig config) {
        this(config.maxWrittenSize().asLongValue());
    }

    /**
     * @throws InvalidInputException with every place that cannot be carried
     */
    void check(JsonNode tree) {
        // Nearly every tree is fine, and finding that out needs no pointers.
        var measure = new Measure(maxWrittenSize);
        if (!measure.isCarriable(tree, Integer.MAX_VALUE)) {
            var problems = new Problems(new Measure(maxWrittenSize), maxWrittenSize);
            problems.collect(tree, JsonPointer.empty());
            throw new InvalidInputException(problems.found);
        }
    }

    /**
     * Whether a tree that a publisher made can be written and stored inside the event's envelope, and be read again.
     *
     * <p>Unlike input it may hold values that Jackson has to convert, and any number of levels.
     */
    public boolean allow(JsonNode tree) {
        return new Measure(maxWrittenSize).isCarriable(tree, MAX_LEVELS);
    }

    /** Collects the problems of a tree that has some. */
    private static final class Problems {

        private final List<InputProblem> found = new ArrayList<>();
        private final Measure measure;
        private final long maxWrittenSize;

        Problems(Measure measure, long maxWrittenSize) {
            this.measure = measure;
            this.maxWrittenSize = maxWrittenSize;
        }

        void collect(JsonNode node, JsonPointer at) {
            var wasWithin = measure.isWithin();
            var problem = node.isContainerNode() ? measure.addContainer(node) : measure.addValue(node);
            if (problem != null) {
                report(at, problem);
            }
            reportLength(wasWithin, at);
            for (var field : node.properties()) {
                var before = measure.isWithin();
                if (!measure.addText(field.getKey())) {
                    report(at, UNSTORABLE);
                }
                reportLength(before, at);
                collect(field.getValue(), at.appendProperty(field.getKey()));
            }
            for (int i = 0; node.isArray() && i < node.size(); i++) {
                collect(node.get(i), at.appendIndex(i));
            }
        }

        /** Reports the first place at which the document is too long. */
        private void reportLength(boolean wasWithin, JsonPointer at) {
            if (wasWithin && !measure.isWithin()) {
                report(at, TOO_LONG.formatted(maxWrittenSize));
            }
        }

        private void report(JsonPointer at, String detail) {
            found.add(InputProblem.invalid(at.toString(), detail));
        }
    }

    /** Adds up the characters of one document as PostgreSQL writes it out. */
    private static final class Measure {

        private static final int BRACKETS = 2;
        private static final int SEPARATOR = ", ".length();
        private static final int COLON = ": ".length();
        private static final int LONGEST_LITERAL = "false".length();

        private long left;

        Measure(long maxWrittenSize) {
            this.left = maxWrittenSize;
        }

        boolean isWithin() {
            return left >= 0;
        }

        boolean isCarriable(JsonNode node, int levels) {
            if (node.isPojo()) {
                // A Java object that Jackson converts when it writes the tree.
                return Json.rewritten(node)
                        .filter(tree -> isCarriable(tree, levels))
                        .isPresent();
            }
            if (!node.isContainerNode()) {
                return addValue(node) == null && isWithin();
            }
            addContainer(node);
            if (levels == 0 || !isWithin()) {
                return false;
            }
            for (var field : node.properties()) {
                if (!addText(field.getKey()) || !isCarriable(field.getValue(), levels - 1)) {
                    return false;
                }
            }
            if (node.isArray()) {
                for (var element : node) {
                    if (!isCarriable(element, levels - 1)) {
                        return false;
                    }
                }
            }
            return true;
        }

        String addContainer(JsonNode node) {
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
            if (value.isTextual()) {
                return addText(value.textValue()) ? null : UNSTORABLE;
            } else if (!value.isNumber()) {
                left -= value.isBinary() ? value.asText().length() + BRACKETS : LONGEST_LITERAL;
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
}
