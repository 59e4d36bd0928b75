package systems.tasker.events.schema.compatibility;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

import systems.tasker.events.json.Numbers;
import systems.tasker.events.schema.compatibility.IncompatibleChange.Kind;

/** {@code enum} and {@code const}: the list of values stays the same. */
final class ValuesRule implements Rule {

    private static final int SHOWN = 40;

    /** The listed values in their order; empty when there is no list. */
    static Optional<List<SubSchema>> listed(ValueSchema schema) {
        var lists = Stream.concat(
                        schema.all("enum").map(ValueSchema::elements),
                        schema.all("const").map(List::of))
                .toList();
        return lists.stream()
                .reduce((one, other) -> one.stream()
                        .filter(value -> contains(other, value.schema()))
                        .toList());
    }

    @Override
    public void apply(ValueSchema current, ValueSchema next, Comparison comparison) {
        var before = listed(current);
        var after = listed(next);
        if (before.isEmpty() && after.isPresent()) {
            comparison.found(Kind.NARROWED, path(next), "allows only the values listed, and allowed others before");
        } else if (before.isPresent() && after.isEmpty()) {
            comparison.found(Kind.WIDENED, path(current), "is gone: readers may meet other values than those listed");
        } else if (before.isPresent()) {
            var types = TypeRule.of(next);
            after.get().stream()
                    .filter(value -> types.contains(JsonType.of(value.schema())))
                    .filter(value -> !contains(before.get(), value.schema()))
                    .forEach(value -> comparison.found(
                            Kind.WIDENED,
                            value.path().toString(),
                            shown(value.schema()) + " is a new value, which readers do not know"));
            before.get().stream()
                    .filter(value -> TypeRule.of(current).contains(JsonType.of(value.schema())))
                    .filter(value ->
                            !contains(after.get(), value.schema()) || !types.contains(JsonType.of(value.schema())))
                    .forEach(value -> comparison.found(
                            Kind.NARROWED, value.path().toString(), shown(value.schema()) + " is no longer allowed"));
        }
    }

    private static String path(ValueSchema schema) {
        return schema.path(schema.has("enum") ? "enum" : "const");
    }

    private static boolean contains(List<SubSchema> values, JsonNode value) {
        return values.stream().anyMatch(each -> Numbers.same(each.schema(), value));
    }

    private static String shown(JsonNode value) {
        var text = value.toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
