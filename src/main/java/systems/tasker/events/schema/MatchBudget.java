package systems.tasker.events.schema;

import java.util.function.Supplier;

import com.networknt.schema.SchemaException;

/**
 * What the regular expressions of a schema may still cost for one document, in looks at its characters.
 *
 * <p>A pattern such as {@code a*a*a*a*a*a*b} looks at a hundred characters a billion times before it says no. The validator does everything for one
 * document on one thread, so the budget of the thread is that of the document.
 */
final class MatchBudget {

    private static final ThreadLocal<MatchBudget> CURRENT = new ThreadLocal<>();

    private final int total;
    private int left;

    private MatchBudget(int total) {
        this.total = total;
        this.left = total;
    }

    /** Ends a validation, because the validator passes its own exceptions on. */
    static final class UsedUp extends SchemaException {

        private static final long serialVersionUID = 1L;

        UsedUp(int total) {
            super("takes more than " + total + " steps to be matched with its patterns");
        }

        /** Nobody looks at it, and it may be thrown often. */
        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    /** Does something on this thread within a budget of its own. @throws UsedUp when it is not enough */
    static <T> T within(int total, Supplier<T> work) {
        CURRENT.set(new MatchBudget(total));
        try {
            return work.get();
        } finally {
            // Not removed: the entry of a thread that validates again and again is worth keeping, and it holds nothing.
            CURRENT.set(null);
        }
    }

    /** A text that takes from the budget of this thread whenever somebody looks at one of its characters. */
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
