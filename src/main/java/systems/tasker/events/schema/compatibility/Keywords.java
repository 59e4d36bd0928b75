package systems.tasker.events.schema.compatibility;

import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

/** Classifies keywords: annotations, keywords with their own rule, and all others. */
final class Keywords {

    // "format" and the content keywords are no annotations here: consumers parse values by them.
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

    /** Whether a keyword is an annotation for people and tools. */
    static boolean isAnnotation(String keyword) {
        return ANNOTATIONS.contains(keyword) || keyword.startsWith("x-");
    }

    /** Whether a keyword can only be compared for equality. */
    static boolean isOpaque(String keyword, JsonNode value) {
        // Closing an object does not affect consumers, which ignore unknown properties.
        var closes = keyword.equals("unevaluatedProperties") && value.isBoolean();
        return !closes && !isAnnotation(keyword) && !WITH_RULE.contains(keyword);
    }
}
