package systems.tasker.events.schema.compatibility;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import systems.tasker.events.schema.compatibility.IncompatibleChange.Kind;

/** All other keywords, such as {@code not}, {@code if} or {@code contains}: compatible only when unchanged. */
final class OpaqueRule implements Rule {

    // Their target depends on the path of evaluation.
    private static final Set<String> DYNAMIC = Set.of("$dynamicRef", "$recursiveRef");

    @Override
    public void apply(ValueSchema current, ValueSchema next, Comparison comparison) {
        var keywords = new TreeSet<>(current.keywords());
        keywords.addAll(next.keywords());
        var sameness = new SameSchema(current.document(), next.document());
        for (var keyword : keywords) {
            var before = opaque(current, keyword);
            var after = opaque(next, keyword);
            if (!before.isEmpty() && DYNAMIC.contains(keyword) || !areSame(before, after, sameness)) {
                comparison.found(
                        Kind.CHANGED,
                        after.isEmpty() ? current.path(keyword) : next.path(keyword),
                        (before.isEmpty() ? "is new" : after.isEmpty() ? "is gone" : "changed")
                                + ", which cannot be compared");
            }
        }
    }

    private static List<SubSchema> opaque(ValueSchema schema, String keyword) {
        var leadsOut = keyword.equals("$ref");
        return schema.all(keyword)
                .filter(each -> leadsOut
                        ? schema.document().follow(each.schema().asText()).isEmpty()
                        : Keywords.isOpaque(keyword, each.schema()))
                .toList();
    }

    private static boolean areSame(List<SubSchema> before, List<SubSchema> after, SameSchema sameness) {
        return before.stream().allMatch(was -> after.stream().anyMatch(is -> sameness.test(was, is)))
                && after.stream().allMatch(is -> before.stream().anyMatch(was -> sameness.test(was, is)));
    }
}
