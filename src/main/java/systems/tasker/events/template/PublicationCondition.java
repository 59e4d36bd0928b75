package systems.tasker.events.template;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

import systems.tasker.events.step.StepOutcome;

/** The outcomes of an attempt after which a declared event is published. */
public enum PublicationCondition {
    SUCCESS(EnumSet.of(StepOutcome.SUCCESS)),
    FAILURE(EnumSet.of(StepOutcome.RETRYABLE_FAILURE, StepOutcome.PERMANENT_FAILURE)),
    RETRYABLE_FAILURE(EnumSet.of(StepOutcome.RETRYABLE_FAILURE)),
    PERMANENT_FAILURE(EnumSet.of(StepOutcome.PERMANENT_FAILURE)),
    ALWAYS(EnumSet.allOf(StepOutcome.class));

    private final Set<StepOutcome> outcomes;

    PublicationCondition(Set<StepOutcome> outcomes) {
        this.outcomes = outcomes;
    }

    public boolean matches(StepOutcome outcome) {
        return outcomes.contains(outcome);
    }

    /** The spelling in templates. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
