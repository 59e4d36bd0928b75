package systems.tasker.events.schema.compatibility;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import systems.tasker.events.schema.compatibility.IncompatibleChange.Kind;

/**
 * {@code anyOf} and {@code oneOf}: no alternative is removed or added.
 *
 * <p>Alternatives are matched independent of their order. Keywords beside them belong to each of them. A list of types or values is also
 * a list of alternatives when the other schema has alternatives.
 */
final class AlternativesRule implements Rule {

    private static final List<String> KEYWORDS = List.of("anyOf", "oneOf");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final int maxAlternatives;

    /** @param maxAlternatives maximum alternatives of a value; several {@code anyOf} that apply together multiply */
    AlternativesRule(int maxAlternatives) {
        this.maxAlternatives = maxAlternatives;
    }

    boolean concerns(ValueSchema current, ValueSchema next) {
        return !groups(current).isEmpty() || !groups(next).isEmpty();
    }

    @Override
    public void apply(ValueSchema current, ValueSchema next, Comparison comparison) {
        var before = alternatives(current);
        var after = alternatives(next);
        if (before.size() > maxAlternatives || after.size() > maxAlternatives) {
            comparison.found(Kind.CHANGED, next.path(), "has too many alternatives to be compared");
            return;
        }
        compareCounting(current, next, comparison);
        var gone = before.stream()
                .filter(was -> after.stream().noneMatch(is -> comparison.fits(was, is)))
                .toList();
        var come = after.stream()
                .filter(is -> before.stream().noneMatch(was -> comparison.fits(was, is)))
                .toList();
        if (gone.size() == come.size()) {
            // Most likely the same alternatives, changed: report the changes inside them.
            for (int i = 0; i < gone.size(); i++) {
                comparison.compare(gone.get(i), come.get(i));
            }
        } else {
            gone.forEach(was -> comparison.found(Kind.NARROWED, was.path(), "is no longer an alternative"));
            come.forEach(
                    is -> comparison.found(Kind.WIDENED, is.path(), "is a new alternative, which readers do not know"));
        }
    }

    /** Exactly one of several is stricter than at least one of them. */
    private static void compareCounting(ValueSchema current, ValueSchema next, Comparison comparison) {
        var before = keywords(current);
        var after = keywords(next);
        if (!before.isEmpty() && !after.isEmpty() && !before.equals(after)) {
            comparison.found(
                    after.contains("anyOf") ? Kind.WIDENED : Kind.NARROWED,
                    groups(next).get(0).path().toString(),
                    "says " + String.join(" and ", after) + " where it said " + String.join(" and ", before));
        }
    }

    private static Set<String> keywords(ValueSchema schema) {
        return groups(schema).stream()
                .filter(group -> group.schema().size() > 1)
                .map(group -> group.keyword())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<SubSchema> groups(ValueSchema schema) {
        return KEYWORDS.stream().flatMap(schema::all).toList();
    }

    private List<ValueSchema> alternatives(ValueSchema schema) {
        var alternatives = new ArrayList<ValueSchema>();
        if (groups(schema).isEmpty()) {
            alternatives.addAll(schema.splitBy(values(schema)));
        } else {
            choose(schema, alternatives);
        }
        return alternatives.stream()
                .flatMap(alternative -> alternative.splitBy(types(alternative)).stream())
                .toList();
    }

    private void choose(ValueSchema schema, List<ValueSchema> alternatives) {
        var groups = groups(schema);
        if (groups.isEmpty()) {
            alternatives.add(schema);
            return;
        }
        for (var branch : ValueSchema.elements(groups.get(0))) {
            if (alternatives.size() <= maxAlternatives) {
                choose(schema.choosing(groups.get(0), branch), alternatives);
            }
        }
    }

    private static List<SubSchema> values(ValueSchema schema) {
        return ValuesRule.listed(schema).stream()
                .flatMap(List::stream)
                .map(value -> new SubSchema(NODES.objectNode().set("const", value.schema()), value.path()))
                .toList();
    }

    private static List<SubSchema> types(ValueSchema schema) {
        return schema
                .all("type")
                .filter(types -> types.schema().isArray())
                .findFirst()
                .map(ValueSchema::elements)
                .orElse(List.of())
                .stream()
                .map(type -> new SubSchema(NODES.objectNode().set("type", type.schema()), type.path()))
                .toList();
    }
}
