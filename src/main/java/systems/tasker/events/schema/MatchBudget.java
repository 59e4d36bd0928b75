package systems.tasker.events.schema;

import java.util.function.Supplier;

import com.networknt.schema.SchemaException;

/**
 * The remaining budget of the regular expressions of a schema for one document, in characters examined.
 *
 * <p>A pattern such as {@code a*a*a*a*a*a*b} examines a hundred characters a billion times before it fails. The validator handles a
 * document on one thread, so the budget belongs to the thread.
 */
final class MatchBudget {

    private static final ThreadLocal<MatchBudget> CURRENT = new ThreadLocal<>();

    private final int total;
    private int left;

    private MatchBudget(int total) {
        this.total = total;
        this.left = total;
    }

    /** Ends a validation; the validator does not catch it. */
    static final class UsedUp extends SchemaException {

        private static final long serialVersionUID = 1L;

        UsedUp(int total) {
            super("takes more than " + total + " steps to be matched with its patterns");
        }

        /** No stack trace: it is never read, and the exception may be frequent. */
        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    /**
     * Runs an action on this thread within its own budget.
     *
     * @throws UsedUp when the budget is exceeded
     */
    static <T> T within(int total, Supplier<T> work) {
        CURRENT.set(new MatchBudget(total));
        try {
            return work.get();
        } finally {
            // Not removed: threads validate repeatedly, and the entry retains nothing.
            CURRENT.set(null);
        }
    }

    /** A text that charges the budget of this thread for each character examined. */
    static CharSequence metered(String text) {
        var budget = CURRENT.get();
        return budget == null ? text : new Metered(text, budget);
    }

    private void useOne() {
        if (--left < 0) {
            throw new UsedUp(total);
        }
    }

    private record Metered(String text, MatchBudget budget) implements CharSequence {

        @Override
        public char charAt(int index) {
            budget.useOne();
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Metered(text.substring(start, end), budget);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
