package systems.tasker.events.schema.compatibility;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

import systems.tasker.events.schema.compatibility.IncompatibleChange.Kind;

/** {@code pattern}, {@code format} and encodings of a string: they stay the same. */
final class TextRule implements Rule {

    private static final List<String> KEYWORDS = List.of("pattern", "format", "contentEncoding", "contentMediaType");

    @Override
    public void apply(ValueSchema current, ValueSchema next, Comparison comparison) {
        for (var keyword : KEYWORDS) {
            compare(keyword, current, next, comparison);
        }
    }

    private static void compare(String keyword, ValueSchema current, ValueSchema next, Comparison comparison) {
        List<JsonNode> before = current.values(keyword);
        List<JsonNode> after = next.values(keyword);
        boolean kept = after.containsAll(before);
        boolean known = before.containsAll(after);
        if (kept && !known) {
            comparison.found(
                    Kind.NARROWED,
                    next.path(keyword),
                    "asks for " + shown(after) + " where " + (before.isEmpty() ? "nothing" : shown(before))
                            + " was asked for");
        } else if (known && !kept) {
            comparison.found(Kind.WIDENED, current.path(keyword), "no longer asks for " + shown(before));
        } else if (!kept) {
            // Whether one regular expression includes another is not decided here.
            var kind = keyword.equals("pattern") ? Kind.CHANGED : Kind.RETYPED;
            comparison.found(kind, next.path(keyword), "was " + shown(before) + " and is now " + shown(after));
        }
    }

    private static String shown(List<JsonNode> values) {
        return values.size() == 1 ? values.get(0).toString() : values.toString();
    }
}
