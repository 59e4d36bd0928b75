package systems.tasker.events.schema.compatibility;

import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

/** Which keywords say something about values, and which of these have a rule of their own. */
final class Keywords {

    // "format" and the content keywords are no annotations here: readers parse what they announce.
    private static final Set<String> ANNOTATIONS = Set.of(
            "title",
            "description",
            "default",
            "example",
            "examples",
            "deprecated",
            "readOnly",
            "writeOnly",
            "$comment",
            "$schema",
            "$vocabulary",
            "$id",
            "id",
            "$anchor",
            "$dynamicAnchor",
            "$recursiveAnchor",
            "$defs",
            "definitions");

    private static final Set<String> WITH_RULE = Set.of(
            "$ref",
            "allOf",
            "anyOf",
            "oneOf",
            "type",
            "enum",
            "const",
            "properties",
            "required",
            "patternProperties",
            "additionalProperties",
            "items",
            "prefixItems",
            "additionalItems",
            "uniqueItems",
            "minimum",
            "exclusiveMinimum",
            "maximum",
            "exclusiveMaximum",
            "multipleOf",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "minProperties",
            "maxProperties",
            "pattern",
            "format",
            "contentEncoding",
            "contentMediaType");

    private Keywords() {}

    /** Whether a keyword is only there for people and tools. */
    static boolean isAnnotation(String keyword) {
        return ANNOTATIONS.contains(keyword) || keyword.startsWith("x-");
    }

    /** Whether a keyword can only be the same or not. */
    static boolean isOpaque(String keyword, JsonNode value) {
        // Closing an object says nothing to readers, who pass over what they do not know.
        var closes = keyword.equals("unevaluatedProperties") && value.isBoolean();
        return !closes && !isAnnotation(keyword) && !WITH_RULE.contains(keyword);
    }
}
