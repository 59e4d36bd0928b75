package systems.tasker.events.schema.compatibility;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;

import systems.tasker.events.json.Numbers;

/** Whether two schemas are equal, except for annotations and the path of a reference target. */
final class SameSchema {

    /** The keywords that contain a schema or a list or map of schemas; others contain no references. */
    private static final Set<String> OF_SCHEMAS = Set.of(
            "not",
            "if",
            "then",
            "else",
            "contains",
            "propertyNames",
            "contentSchema",
            "unevaluatedItems",
            "unevaluatedProperties",
            "items",
            "additionalItems",
            "additionalProperties",
            "allOf",
            "anyOf",
            "oneOf",
            "prefixItems");

    private static final Set<String> OF_NAMED_SCHEMAS =
            Set.of("properties", "patternProperties", "dependentSchemas", "dependencies");

    private final SchemaDocument before;
    private final SchemaDocument after;
    private final Set<Map.Entry<JsonPointer, JsonPointer>> followed = new HashSet<>();

    SameSchema(SchemaDocument before, SchemaDocument after) {
        this.before = before;
        this.after = after;
    }

    /** Compares a keyword of both schemas. */
    boolean test(SubSchema was, SubSchema is) {
        var keyword = was.keyword();
        return OF_SCHEMAS.contains(keyword)
                ? schemas(was, is)
                : OF_NAMED_SCHEMAS.contains(keyword) ? namedSchemas(was, is) : Numbers.same(was.schema(), is.schema());
    }

    private boolean namedSchemas(SubSchema was, SubSchema is) {
        return names(was.schema()).equals(names(is.schema()))
                && names(was.schema()).stream().allMatch(name -> schemas(was.at(name), is.at(name)));
    }

    private boolean schemas(SubSchema was, SubSchema is) {
        if (was.schema().isArray() && is.schema().isArray()) {
            var one = ValueSchema.elements(was);
            var other = ValueSchema.elements(is);
            return one.size() == other.size()
                    && IntStream.range(0, one.size()).allMatch(i -> schemas(one.get(i), other.get(i)));
        }
        if (!was.schema().isObject() || !is.schema().isObject()) {
            return Numbers.same(was.schema(), is.schema());
        }
        var keywords = names(was.schema());
        keywords.removeIf(Keywords::isAnnotation);
        var others = names(is.schema());
        others.removeIf(Keywords::isAnnotation);
        return keywords.equals(others)
                && !keywords.contains("$dynamicRef")
                && !keywords.contains("$recursiveRef")
                && keywords.stream()
                        .allMatch(keyword -> keyword.equals("$ref")
                                ? references(was.at(keyword), is.at(keyword))
                                : test(was.at(keyword), is.at(keyword)));
    }

    private boolean references(SubSchema was, SubSchema is) {
        var one = before.follow(was.schema().asText());
        var other = after.follow(is.schema().asText());
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() && other.isEmpty() && was.schema().equals(is.schema());
        }
        return !followed.add(Map.entry(one.get().path(), other.get().path())) || schemas(one.get(), other.get());
    }

    private static Set<String> names(JsonNode object) {
        var names = new TreeSet<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
