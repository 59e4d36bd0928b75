package systems.tasker.events.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The one table that a run prints: figures, and what they have to be. */
public final class Table {

    private static final String LINE = "%-56s %12s %12s %12s  %-12s %8s  %-9s %s%n";

    private final List<String> lines = new ArrayList<>();
    private final StringBuilder notes = new StringBuilder();

    /** What a ratio has to be. */
    public enum Goal {
        AT_LEAST(">="),
        AT_MOST("<=");

        private final String sign;

        Goal(String sign) {
            this.sign = sign;
        }

        /** This, and the number. */
        public Bound of(double number) {
            return new Bound(this, number);
        }
    }

    /** A goal with its number. */
    public record Bound(Goal goal, double number) {

        boolean isKept(double ratio) {
            return goal == Goal.AT_LEAST ? ratio >= number : ratio <= number;
        }

        @Override
        public String toString() {
            return goal.sign + " " + String.format(Locale.ROOT, "%.2f", number);
        }
    }

    /** A figure by itself. */
    public void add(String name, String unit, Figure figure) {
        line(name, unit, figure, "", "", "");
    }

    /** A figure, and how its median compares; NaN is a figure that this run does not measure. */
    public void add(String name, String unit, Figure figure, double comparedTo) {
        line(name, unit, figure, Double.isNaN(comparedTo) ? "" : number(figure.median() / comparedTo), "", "");
    }

    /** A figure, how its median compares, and how it should; a null goal is none. */
    public void add(String name, String unit, Figure figure, double comparedTo, Bound goal) {
        if (goal == null || Double.isNaN(comparedTo)) {
            add(name, unit, figure, comparedTo);
            return;
        }
        var ratio = figure.median() / comparedTo;
        line(name, unit, figure, number(ratio), goal.toString(), goal.isKept(ratio) ? "yes" : "NO");
    }

    /** Text below the table. */
    public void note(String text) {
        notes.append(text);
    }

    private void line(String name, String unit, Figure figure, String ratio, String goal, String reached) {
        lines.add(String.format(
                Locale.ROOT,
                LINE,
                name,
                number(figure.median()),
                number(figure.min()),
                number(figure.max()),
                unit,
                ratio,
                goal,
                reached));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%,.2f" : "%,.0f", value);
    }

    @Override
    public String toString() {
        var head = String.format(LINE, "", "median", "min", "max", "unit", "ratio", "goal", "reached");
        return head + String.join("", lines) + notes;
    }
}
