package systems.tasker.events.schema.compatibility;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import systems.tasker.events.schema.compatibility.IncompatibleChange.Kind;

/**
 * One run over two schemas, value by value.
 *
 * <p>Schemas may contain themselves, so two that are being compared are taken for compatible until they turn out not to be; each pair is
 * looked at once. Where alternatives have to be matched, a comparison is tried: what it took for granted counts only if it holds.
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
     * Begins a run.
     *
     * @param maxAlternatives alternatives that a value may have
     * @param maxPairs pairs of values that are looked at
     */
    Comparison(int maxAlternatives, int maxPairs) {
        this.alternatives = new AlternativesRule(maxAlternatives);
        this.maxPairs = maxPairs;
    }

    private record Pair(ValueSchema.Identity inForce, ValueSchema.Identity next) {

        static Pair of(ValueSchema inForce, ValueSchema next) {
            return new Pair(inForce.identity(), next.identity());
        }
    }

    /** What was found so far. */
    List<IncompatibleChange> changes() {
        return List.copyOf(changes);
    }

    void found(Kind kind, String path, String reason) {
        changes.add(new IncompatibleChange(path, kind, reason));
    }

    /** Finds what is incompatible about a value. */
    void compare(ValueSchema inForce, ValueSchema next) {
        var pair = Pair.of(inForce, next);
        if (trials > 0 && refuted.contains(pair)) {
            found(Kind.CHANGED, next.path(), "does not fit");
        } else if (++pairs > maxPairs) {
            found(Kind.CHANGED, "", "is too large to be compared with the version in force");
        } else if (assumed.add(pair)) {
            var before = changes.size();
            visit(inForce, next);
            if (changes.size() > before) {
                refuted.add(pair);
            }
        }
    }

    /** Whether a value's schema may take over, without a finding when it may not. */
    boolean fits(ValueSchema inForce, ValueSchema next) {
        var outer = changes;
        var granted = new HashSet<>(assumed);
        changes = new LinkedHashSet<>();
        trials++;
        compare(inForce, next);
        trials--;
        var fits = changes.isEmpty();
        changes = outer;
        if (!fits) {
            assumed = granted;
        }
        return fits;
    }

    private void visit(ValueSchema inForce, ValueSchema next) {
        if (inForce.isSilent() || inForce.isNever() && next.isNever()) {
            return;
        }
        if (inForce.isNever()) {
            found(Kind.WIDENED, next.path(), "may now be there, which was ruled out");
        } else if (next.isNever()) {
            found(Kind.NARROWED, next.path(), "can no longer be there");
        } else if (next.isSilent()) {
            found(Kind.WIDENED, next.path(), "may now be any value");
        } else if (alternatives.concerns(inForce, next)) {
            alternatives.apply(inForce, next, this);
        } else if (types.apply(inForce, next, this)) {
            RULES.forEach(rule -> rule.apply(inForce, next, this));
        }
    }
}
