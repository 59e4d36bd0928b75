package systems.tasker.events.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;

/** Finds the malformed regular expressions of a schema; the validator reports only that there is one, and in several lines. */
final class MalformedPatterns {

    private static final String PATTERN = "pattern";
    private static final String PATTERN_PROPERTIES = "patternProperties";
    /** Keywords whose values are data. */
    private static final Set<String> DATA = Set.of("const", "default", "enum", "examples");

    private final List<SchemaViolation> found = new ArrayList<>();

    private MalformedPatterns() {}

    /** A problem per malformed pattern, with its place in the schema. */
    static List<SchemaViolation> of(JsonNode schema) {
        var patterns = new MalformedPatterns();
        patterns.search(schema, JsonPointer.empty());
        return patterns.found;
    }

    private void search(JsonNode node, JsonPointer at) {
        for (int i = 0; i < node.size() && node.isArray(); i++) {
            search(node.get(i), at.appendIndex(i));
        }
        for (var member : node.properties()) {
            var name = member.getKey();
            var value = member.getValue();
            var place = at.appendProperty(name);
            if (name.equals(PATTERN) && value.isTextual()) {
                check(value.textValue(), PATTERN, place);
            } else if (name.equals(PATTERN_PROPERTIES)) {
                value.fieldNames()
                        .forEachRemaining(pattern -> check(pattern, PATTERN_PROPERTIES, place.appendProperty(pattern)));
            }
            if (!DATA.contains(name)) {
                search(value, place);
            }
        }
    }

    private void check(String regex, String keyword, JsonPointer place) {
        try {
            MeteredRegularExpressions.compile(regex);
        } catch (PatternSyntaxException malformed) {
            found.add(new SchemaViolation(
                    place.toString(),
                    keyword,
                    "is no regular expression: " + malformed.getDescription() + " near index " + malformed.getIndex()));
        }
    }
}
