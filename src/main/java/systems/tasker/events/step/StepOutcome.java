package systems.tasker.events.step;

import java.util.Locale;
import java.util.OptionalInt;

/** How an attempt of a step ended, as far as the task is concerned. */
public enum StepOutcome {
    SUCCESS,
    RETRYABLE_FAILURE,
    PERMANENT_FAILURE;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The spelling in receipts, meters and logs. */
    public String label() {
        return label;
    }

    /**
     * Decides the outcome of an attempt.
     *
     * <p>A failure can be retried only if all of this holds: the handler reports it as retryable, the step is declared retryable, and
     * the attempt that just ended was not the last one allowed. Where the attempts are not known, they cannot be exhausted.
     *
     * @param result what the handler reported
     * @param declaredRetryable whether the step may be retried at all
     * @param attempts the attempts so far, this one included
     * @param maxAttempts the attempts allowed; up to one means one execution and no retry
     */
    public static StepOutcome of(
            StepExecutionResult result, boolean declaredRetryable, OptionalInt attempts, int maxAttempts) {
        if (result.success()) {
            return SUCCESS;
        }
        var exhausted = maxAttempts <= 1 || attempts.isPresent() && attempts.getAsInt() >= maxAttempts;
        return result.allowsRetry() && declaredRetryable && !exhausted ? RETRYABLE_FAILURE : PERMANENT_FAILURE;
    }
}
