package systems.tasker.events.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Keywords of a schema that are probably misspelled. JSON Schema ignores unknown keywords, so {@code requird} would silently require
 * nothing. Keywords that resemble no known one are annotations and allowed.
 */
public final class KeywordTypos {

    private static final Set<String> MAPS =
            Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependencies");
    private static final Set<String> SCHEMAS = Set.of(
            "allOf",
            "anyOf",
            "oneOf",
            "prefixItems",
            "items",
            "additionalItems",
            "additionalProperties",
            "unevaluatedItems",
            "unevaluatedProperties",
            "contains",
            "propertyNames",
            "not",
            "if",
            "then",
            "else",
            "contentSchema");
    private static final Set<String> OTHERS = Set.of(
            "$schema",
            "$id",
            "id",
            "$ref",
            "$anchor",
            "$dynamicRef",
            "$dynamicAnchor",
            "$recursiveRef",
            "$recursiveAnchor",
            "$vocabulary",
            "$comment",
            "type",
            "enum",
            "const",
            "multipleOf",
            "maximum",
            "exclusiveMaximum",
            "minimum",
            "exclusiveMinimum",
            "maxLength",
            "minLength",
            "pattern",
            "maxItems",
            "minItems",
            "uniqueItems",
            "maxContains",
            "minContains",
            "maxProperties",
            "minProperties",
            "required",
            "dependentRequired",
            "format",
            "contentEncoding",
            "contentMediaType",
            "title",
            "description",
            "default",
            "deprecated",
            "readOnly",
            "writeOnly",
            "examples",
            "x-sensitive",
            // OpenAPI's, which resemble some of the above.
            "example",
            "nullable",
            "discriminator",
            "xml",
            "externalDocs");

    private final List<Typo> found = new ArrayList<>();

    private KeywordTypos() {}

    /**
     * A probably misspelled keyword.
     *
     * @param pointer the JSON pointer of the schema that has it
     * @param keyword the keyword
     * @param nearest the known keyword
     */
    public record Typo(String pointer, String keyword, String nearest) {}

    /** The typos of a schema and all schemas inside it, in their order. */
    public static List<Typo> of(JsonNode schema) {
        var typos = new KeywordTypos();
        typos.search(schema, "");
        return typos.found;
    }

    private void search(JsonNode schema, String pointer) {
        for (var field : schema.properties()) {
            var keyword = field.getKey();
            var below = pointer + "/" + escaped(keyword);
            if (MAPS.contains(keyword)) {
                field.getValue()
                        .properties()
                        .forEach(inner -> search(inner.getValue(), below + "/" + escaped(inner.getKey())));
            } else if (SCHEMAS.contains(keyword)) {
                searchEach(field.getValue(), below);
            } else if (!OTHERS.contains(keyword)) {
                nearest(keyword).ifPresent(nearest -> found.add(new Typo(pointer, keyword, nearest)));
            }
        }
    }

    private void searchEach(JsonNode value, String pointer) {
        if (!value.isArray()) {
            search(value, pointer);
            return;
        }
        for (int i = 0; i < value.size(); i++) {
            search(value.get(i), pointer + "/" + i);
        }
    }

    private static Optional<String> nearest(String keyword) {
        var known = new ArrayList<String>(OTHERS);
        known.addAll(MAPS);
        known.addAll(SCHEMAS);
        return NearestKey.of(keyword, known);
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
