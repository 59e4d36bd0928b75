package systems.tasker.events.schema.compatibility;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import systems.tasker.events.schema.compatibility.IncompatibleChange.Kind;

/**
 * A comparison of two schemas, value by value.
 *
 * <p>Schemas may be recursive, so a pair that is being compared counts as compatible until a finding; each pair is compared once. To match
 * alternatives, comparisons are tried: their assumptions count only if they succeed.
 */
final class Comparison {

    private static final List<Rule> RULES = List.of(
            new ValuesRule(),
            new BoundsRule(),
            new TextRule(),
            new PropertiesRule(),
            new ItemsRule(),
            new OpaqueRule());

    private final TypeRule types = new TypeRule();
    private final AlternativesRule alternatives;
    private final int maxPairs;

    private Set<Pair> assumed = new HashSet<>();
    private final Set<Pair> refuted = new HashSet<>();
    private Set<IncompatibleChange> changes = new LinkedHashSet<>();
    private int trials;
    private int pairs;

    /**
     * Creates a comparison.
     *
     * @param maxAlternatives maximum alternatives of a value
     * @param maxPairs maximum pairs of values to compare
     */
    Comparison(int maxAlternatives, int maxPairs) {
        this.alternatives = new AlternativesRule(maxAlternatives);
        this.maxPairs = maxPairs;
    }

    private record Pair(ValueSchema.Identity current, ValueSchema.Identity next) {

        static Pair of(ValueSchema current, ValueSchema next) {
            return new Pair(current.identity(), next.identity());
        }
    }

    /** The findings so far. */
    List<IncompatibleChange> changes() {
        return List.copyOf(changes);
    }

    void found(Kind kind, String path, String reason) {
        changes.add(new IncompatibleChange(path, kind, reason));
    }

    /** Reports incompatible changes of a value. */
    void compare(ValueSchema current, ValueSchema next) {
        var pair = Pair.of(current, next);
        if (trials > 0 && refuted.contains(pair)) {
            found(Kind.CHANGED, next.path(), "does not fit");
        } else if (++pairs > maxPairs) {
            found(Kind.CHANGED, "", "is too large to be compared with the active version");
        } else if (assumed.add(pair)) {
            var before = changes.size();
            visit(current, next);
            if (changes.size() > before) {
                refuted.add(pair);
            }
        }
    }

    /** Whether a value's schema is compatible; reports no finding. */
    boolean fits(ValueSchema current, ValueSchema next) {
        var outer = changes;
        var granted = new HashSet<>(assumed);
        changes = new LinkedHashSet<>();
        trials++;
        compare(current, next);
        trials--;
        var fits = changes.isEmpty();
        changes = outer;
        if (!fits) {
            assumed = granted;
        }
        return fits;
    }

    private void visit(ValueSchema current, ValueSchema next) {
        if (current.isSilent() || current.isNever() && next.isNever()) {
            return;
        }
        if (current.isNever()) {
            found(Kind.WIDENED, next.path(), "may now be there, which was ruled out");
        } else if (next.isNever()) {
            found(Kind.NARROWED, next.path(), "can no longer be there");
        } else if (next.isSilent()) {
            found(Kind.WIDENED, next.path(), "may now be any value");
        } else if (alternatives.concerns(current, next)) {
            alternatives.apply(current, next, this);
        } else if (types.apply(current, next, this)) {
            RULES.forEach(rule -> rule.apply(current, next, this));
        }
    }
}
