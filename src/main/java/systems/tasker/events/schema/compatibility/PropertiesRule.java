package systems.tasker.events.schema.compatibility;

import java.util.Optional;
import java.util.stream.Stream;

import systems.tasker.events.schema.compatibility.IncompatibleChange.Kind;

/**
 * {@code properties}, {@code required} and other keywords of an object's properties: required ones stay, and each keeps its schema.
 *
 * <p>Adding a property is compatible, required or not, even if {@code additionalProperties} is false: consumers ignore unknown properties.
 * So is removing an optional one: consumers have to work without it. Consumers rely on a schema for all other properties, as of a map, and
 * on one for a pattern of names.
 */
final class PropertiesRule implements Rule {

    @Override
    public void apply(ValueSchema current, ValueSchema next, Comparison comparison) {
        if (TypeRule.of(current).contains(JsonType.OBJECT) && TypeRule.of(next).contains(JsonType.OBJECT)) {
            var before = new ObjectShape(current);
            var after = new ObjectShape(next);
            compareRequired(before, after, comparison);
            compareNamed(before, after, comparison);
            comparePatterns(before, after, comparison);
            compareOthers(before, after, comparison);
        }
    }

    private static void compareRequired(ObjectShape before, ObjectShape after, Comparison comparison) {
        var required = after.required();
        for (var name : before.required()) {
            if (before.names().contains(name) && after.property(name).isEmpty() && !required.contains(name)) {
                comparison.found(Kind.REMOVED, before.path(name), "is gone, and was always there");
            } else if (!required.contains(name)) {
                var path = after.names().contains(name) ? after.path(name) : before.path(name);
                comparison.found(Kind.REMOVED, path, "is no longer required, and was always there");
            }
        }
        for (var name : required) {
            // An undeclared optional property would be removed; a required one may have any value.
            if (before.property(name).isPresent() && after.property(name).isEmpty()) {
                comparison.found(Kind.WIDENED, before.path(name), "is required, but has no schema now");
            }
        }
    }

    private static void compareNamed(ObjectShape before, ObjectShape after, Comparison comparison) {
        var names = before.names();
        names.addAll(after.names());
        for (var name : names) {
            var was = before.property(name);
            var is = after.property(name);
            if (was.isPresent() && is.isPresent()) {
                comparison.compare(was.get(), is.get());
            }
        }
    }

    private static void comparePatterns(ObjectShape before, ObjectShape after, Comparison comparison) {
        for (var pattern : before.patterns()) {
            compareKept(before.pattern(pattern), after.pattern(pattern), comparison);
        }
        for (var pattern : after.patterns()) {
            var added = after.pattern(pattern);
            if (added.isPresent() && !before.patterns().contains(pattern)) {
                // Whether two regular expressions overlap is not decided here: they might.
                Stream.concat(
                                before.patterns().stream().map(before::pattern).flatMap(Optional::stream),
                                before.others().stream())
                        .filter(was -> !comparison.fits(was, added.get()))
                        .findFirst()
                        .ifPresent(was -> comparison.found(
                                Kind.CHANGED, added.get().path(), "may change what " + was.path() + " was about"));
            }
        }
    }

    private static void compareOthers(ObjectShape before, ObjectShape after, Comparison comparison) {
        compareKept(before.others(), after.others(), comparison);
    }

    private static void compareKept(Optional<ValueSchema> was, Optional<ValueSchema> is, Comparison comparison) {
        if (was.isPresent() && is.isPresent()) {
            comparison.compare(was.get(), is.get());
        } else if (was.isPresent() && !was.get().isSilent()) {
            comparison.found(Kind.REMOVED, was.get().path(), "is gone, and readers go by it");
        }
    }
}
