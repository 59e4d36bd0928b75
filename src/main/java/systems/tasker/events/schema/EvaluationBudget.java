package systems.tasker.events.schema;

import java.util.function.Function;

import com.networknt.schema.SchemaException;

/**
 * What checking one document against a schema may still cost, in steps of ten nanoseconds or two: a character read by a regular
 * expression is one, a keyword some.
 *
 * <p>A pattern such as {@code a*a*a*a*a*a*b} reads a hundred characters a billion times before it fails, and a schema that refers to
 * itself in two arms of an {@code anyOf} doubles its work with every level of the document. The validator does everything for one
 * document on one thread, so the budget of the thread is that of the document.
 */
final class EvaluationBudget {

    private static final ThreadLocal<EvaluationBudget> CURRENT = new ThreadLocal<>();

    private final long total;
    private long left;

    private EvaluationBudget(long total) {
        this.total = total;
        this.left = total;
    }

    /** Ends a validation, because the validator passes its own exceptions on. */
    static final class UsedUp extends SchemaException {

        private static final long serialVersionUID = 1L;

        UsedUp(long total) {
            super("takes more than " + total + " steps to be checked");
        }

        /** The stack trace is never shown, and this may be thrown often. */
        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    /**
     * Works on this thread within a budget of its own.
     *
     * @throws UsedUp when it is not enough
     */
    static <T> T within(long total, Function<EvaluationBudget, T> work) {
        var budget = new EvaluationBudget(total);
        CURRENT.set(budget);
        try {
            return work.apply(budget);
        } finally {
            // Not removed: the entry of a thread that validates again and again is worth keeping, and it holds nothing.
            CURRENT.set(null);
        }
    }

    /** A text that takes from the budget of this thread with every character that is read. */
    static CharSequence metered(String text) {
        var budget = CURRENT.get();
        return budget == null ? text : new Metered(text, budget);
    }

    /** @throws UsedUp when there are not so many steps left */
    void use(long steps) {
        left -= steps;
        if (left < 0) {
            throw new UsedUp(total);
        }
    }

    private record Metered(String text, EvaluationBudget budget) implements CharSequence {

        @Override
        public char charAt(int index) {
            budget.use(1);
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
