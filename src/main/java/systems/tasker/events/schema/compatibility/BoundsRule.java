package systems.tasker.events.schema.compatibility;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import systems.tasker.events.schema.compatibility.IncompatibleChange.Kind;

/** Limits of numbers, lengths and counts: neither narrowed nor widened. */
final class BoundsRule implements Rule {

    /** A kind of limit, with the keyword of its exclusive form if there is one. */
    private record Limit(String keyword, String exclusive, boolean lower, Set<JsonType> types) {}

    private static final List<Limit> LIMITS = List.of(
            new Limit("minimum", "exclusiveMinimum", true, JsonType.NUMBER),
            new Limit("maximum", "exclusiveMaximum", false, JsonType.NUMBER),
            new Limit("minLength", "", true, Set.of(JsonType.STRING)),
            new Limit("maxLength", "", false, Set.of(JsonType.STRING)),
            new Limit("minItems", "", true, Set.of(JsonType.ARRAY)),
            new Limit("maxItems", "", false, Set.of(JsonType.ARRAY)),
            new Limit("minProperties", "", true, Set.of(JsonType.OBJECT)),
            new Limit("maxProperties", "", false, Set.of(JsonType.OBJECT)));

    /** A limit and its path. */
    private record Bound(BigDecimal value, boolean exclusive, String path) {

        @Override
        public String toString() {
            return value.toPlainString() + (exclusive ? " (excluded)" : "");
        }
    }

    @Override
    public void apply(ValueSchema current, ValueSchema next, Comparison comparison) {
        var types = TypeRule.of(current);
        types.retainAll(TypeRule.of(next));
        for (var limit : LIMITS) {
            if (!Collections.disjoint(types, limit.types())) {
                compare(limit, bound(limit, current, types), bound(limit, next, types), current, next, comparison);
            }
        }
        if (!Collections.disjoint(types, JsonType.NUMBER)) {
            compareMultiples(current, next, comparison);
        }
        if (types.contains(JsonType.ARRAY)) {
            compareUniqueness(current, next, comparison);
        }
    }

    private static void compare(
            Limit limit,
            Optional<Bound> before,
            Optional<Bound> after,
            ValueSchema current,
            ValueSchema next,
            Comparison comparison) {
        if (before.isEmpty() && after.isPresent()) {
            comparison.found(Kind.NARROWED, after.get().path(), "sets a limit of " + after.get() + " where none was");
        } else if (before.isPresent() && after.isEmpty()) {
            comparison.found(Kind.WIDENED, before.get().path(), "no longer sets a limit of " + before.get());
        } else if (before.isPresent()) {
            int tighter = tightness(limit, after.get(), before.get());
            if (tighter != 0) {
                comparison.found(
                        tighter > 0 ? Kind.NARROWED : Kind.WIDENED,
                        after.get().path(),
                        "was " + before.get() + " and is now " + after.get());
            }
        }
    }

    private static Optional<Bound> bound(Limit limit, ValueSchema schema, Set<JsonType> types) {
        return schema.parts()
                .flatMap(part -> bounds(limit, part))
                .map(bound -> types.contains(JsonType.FRACTION) ? bound : ofIntegers(limit, bound))
                .filter(bound -> !limit.exclusive().isEmpty()
                        || !limit.lower()
                        || bound.value().signum() > 0)
                .max((one, other) -> tightness(limit, one, other));
    }

    private static Stream<Bound> bounds(Limit limit, SubSchema part) {
        var inclusive = part.at(limit.keyword());
        var exclusive = part.at(limit.exclusive());
        // Draft-04 has a flag beside the limit.
        var flagged = exclusive.schema().booleanValue();
        return Stream.of(
                        inclusive.schema().isNumber() ? of(inclusive, flagged) : null,
                        exclusive.schema().isNumber() ? of(exclusive, true) : null)
                .filter(Objects::nonNull);
    }

    private static Bound of(SubSchema statement, boolean exclusive) {
        return new Bound(
                statement.schema().decimalValue(), exclusive, statement.path().toString());
    }

    /** The same limit for integers: more than 0 is at least 1. */
    private static Bound ofIntegers(Limit limit, Bound bound) {
        var whole = bound.value().setScale(0, limit.lower() ? RoundingMode.CEILING : RoundingMode.FLOOR);
        if (bound.exclusive() && whole.compareTo(bound.value()) == 0) {
            whole = limit.lower() ? whole.add(BigDecimal.ONE) : whole.subtract(BigDecimal.ONE);
        }
        return new Bound(whole, false, bound.path());
    }

    private static int tightness(Limit limit, Bound one, Bound other) {
        int byValue = one.value().compareTo(other.value());
        return byValue == 0 ? Boolean.compare(one.exclusive(), other.exclusive()) : limit.lower() ? byValue : -byValue;
    }

    private static void compareMultiples(ValueSchema current, ValueSchema next, Comparison comparison) {
        var before = current.all("multipleOf")
                .map(each -> each.schema().decimalValue())
                .toList();
        var after =
                next.all("multipleOf").map(each -> each.schema().decimalValue()).toList();
        boolean narrower = before.stream().allMatch(each -> hasMultiple(after, each));
        boolean wider = after.stream().allMatch(each -> hasMultiple(before, each));
        if (!narrower || !wider) {
            var kind = narrower ? Kind.NARROWED : wider ? Kind.WIDENED : Kind.CHANGED;
            comparison.found(
                    kind,
                    next.has("multipleOf") ? next.path("multipleOf") : current.path("multipleOf"),
                    "was " + before + " and is now " + after);
        }
    }

    private static boolean hasMultiple(List<BigDecimal> numbers, BigDecimal of) {
        return numbers.stream().anyMatch(each -> each.remainder(of).signum() == 0);
    }

    private static void compareUniqueness(ValueSchema current, ValueSchema next, Comparison comparison) {
        boolean before =
                current.all("uniqueItems").anyMatch(each -> each.schema().booleanValue());
        boolean after = next.all("uniqueItems").anyMatch(each -> each.schema().booleanValue());
        if (before && !after) {
            comparison.found(Kind.WIDENED, current.path("uniqueItems"), "no longer holds: an element may come twice");
        } else if (after && !before) {
            comparison.found(Kind.NARROWED, next.path("uniqueItems"), "now forbids that an element comes twice");
        }
    }
}
