package systems.tasker.events.schema.compatibility;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import systems.tasker.events.schema.compatibility.IncompatibleChange.Kind;

/**
 * {@code type}: the types of a value stay the same.
 *
 * <p>If only keywords of one type are used without {@code type}, such as {@code properties}, adding that type is no change.
 */
final class TypeRule {

    private static final Map<JsonType, Set<String>> HINTS = Map.of(
            JsonType.OBJECT,
            Set.of(
                    "properties",
                    "required",
                    "patternProperties",
                    "additionalProperties",
                    "minProperties",
                    "maxProperties"),
            JsonType.ARRAY,
            Set.of("items", "prefixItems", "minItems", "maxItems", "uniqueItems"),
            JsonType.STRING,
            Set.of("minLength", "maxLength", "pattern"));

    private static final Set<String> NUMERIC =
            Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf");

    /** The allowed types of a value. */
    static Set<JsonType> of(ValueSchema schema) {
        var types = EnumSet.allOf(JsonType.class);
        schema.all("type").forEach(type -> types.retainAll(named(type)));
        ValuesRule.listed(schema)
                .ifPresent(values -> types.retainAll(values.stream()
                        .map(value -> JsonType.of(value.schema()))
                        .collect(Collectors.toSet())));
        return types;
    }

    private static Set<JsonType> named(SubSchema type) {
        if (type.schema().isTextual()) {
            return JsonType.named(type.schema().textValue());
        }
        return ValueSchema.elements(type).stream()
                .flatMap(name -> JsonType.named(name.schema().asText()).stream())
                .collect(Collectors.toSet());
    }

    /** Whether the other rules should be applied. */
    boolean apply(ValueSchema current, ValueSchema next, Comparison comparison) {
        if (ValuesRule.listed(current).isPresent() && ValuesRule.listed(next).isPresent()) {
            // The values themselves are compared.
            return true;
        }
        var after = of(next);
        var before = isUntyped(current) && !isUntyped(next) ? hinted(current) : of(current);
        if (before.equals(after)) {
            return true;
        }
        var path = next.has("type") || current.has("type") ? next.path("type") : next.path();
        var gone = EnumSet.copyOf(before);
        gone.removeAll(after);
        var come = EnumSet.noneOf(JsonType.class);
        come.addAll(after);
        come.removeAll(before);
        if (Collections.disjoint(before, after) || !gone.isEmpty() && !come.isEmpty()) {
            comparison.found(
                    Kind.RETYPED, path, "was " + JsonType.names(before) + " and is now " + JsonType.names(after));
            return !Collections.disjoint(before, after);
        }
        if (!come.isEmpty()) {
            comparison.found(
                    Kind.WIDENED, path, "was " + JsonType.names(before) + " and may now be " + JsonType.names(after));
        } else if (!gone.isEmpty()) {
            comparison.found(
                    Kind.NARROWED, path, "was " + JsonType.names(before) + " and must now be " + JsonType.names(after));
        }
        return true;
    }

    private static boolean isUntyped(ValueSchema schema) {
        return !schema.has("type") && ValuesRule.listed(schema).isEmpty();
    }

    private static Set<JsonType> hinted(ValueSchema schema) {
        var types = EnumSet.noneOf(JsonType.class);
        for (var keyword : schema.keywords()) {
            HINTS.forEach((type, keywords) -> {
                if (keywords.contains(keyword)) {
                    types.add(type);
                }
            });
            if (NUMERIC.contains(keyword)) {
                types.addAll(JsonType.NUMBER);
            }
        }
        return types.isEmpty() ? EnumSet.allOf(JsonType.class) : types;
    }
}
