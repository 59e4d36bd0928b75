package systems.tasker.events.schema.compatibility;

import java.util.List;

import com.fasterxml.jackson.core.JsonPointer;

/** {@code items} and {@code prefixItems}: the schemas of an array's elements stay compatible, each at its position. */
final class ItemsRule implements Rule {

    private static final String PREFIX = "prefixItems";

    @Override
    public void apply(ValueSchema current, ValueSchema next, Comparison comparison) {
        int positions = Math.max(positions(current), positions(next));
        for (int i = 0; i < positions; i++) {
            comparison.compare(element(current, i), element(next, i));
        }
        comparison.compare(rest(current), rest(next));
    }

    private static int positions(ValueSchema schema) {
        return schema.parts()
                .mapToInt(part -> prefix(part).schema().size())
                .max()
                .orElse(0);
    }

    private static ValueSchema element(ValueSchema schema, int index) {
        var said = schema.parts()
                .map(part -> index < prefix(part).schema().size() ? prefix(part).at(index) : rest(part))
                .filter(SubSchema::exists)
                .toList();
        return at(schema, said, JsonPointer.compile(schema.path(PREFIX)).appendIndex(index));
    }

    private static ValueSchema rest(ValueSchema schema) {
        var said = schema.parts().map(ItemsRule::rest).filter(SubSchema::exists).toList();
        return at(schema, said, JsonPointer.compile(schema.path("items")));
    }

    private static ValueSchema at(ValueSchema schema, List<SubSchema> said, JsonPointer otherwise) {
        return new ValueSchema(
                schema.document(),
                said,
                said.isEmpty() ? otherwise : said.get(0).path());
    }

    // Up to draft 2019-09, "items" may list the first elements, with "additionalItems" for the rest.
    private static SubSchema prefix(SubSchema part) {
        return part.at(part.schema().path("items").isArray() ? "items" : PREFIX);
    }

    private static SubSchema rest(SubSchema part) {
        return part.at(part.schema().path("items").isArray() ? "additionalItems" : "items");
    }
}
