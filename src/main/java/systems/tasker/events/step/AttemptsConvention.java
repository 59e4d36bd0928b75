package systems.tasker.events.step;

import java.util.OptionalInt;

/** Whether {@code workflow_step.attempts} of a context counts the run that the result is of. */
public enum AttemptsConvention {
    /** The context was read after the claim had counted the run. */
    AFTER_CLAIM(0),
    /** The context was read before the claim, as a Tasker worker reads its own. */
    BEFORE_CLAIM(1);

    private final int missing;

    AttemptsConvention(int missing) {
        this.missing = missing;
    }

    /** The number of the run that just ended; empty when the context does not name its attempts. */
    public OptionalInt attempt(TaskSequenceStep context) {
        var attempts = context.attempts();
        // The largest value of a context stays; it is no attempt of a real step.
        return attempts.isEmpty() || attempts.getAsInt() == Integer.MAX_VALUE
                ? attempts
                : OptionalInt.of(attempts.getAsInt() + missing);
    }
}
