package systems.tasker.events.template;

import java.util.List;
import java.util.Locale;

/**
 * What came of a reload.
 *
 * @param outcome whether it changed anything
 * @param templates how many are in force now
 * @param changes what differs from before; empty unless the outcome is {@code RELOADED}
 * @param problems why the new ones were refused; empty unless the outcome is {@code REFUSED}
 */
public record ReloadResult(Outcome outcome, int templates, TemplateChanges changes, List<TemplateProblem> problems) {

    /** How a reload ends. */
    public enum Outcome {
        /** The files' templates are in force now. */
        RELOADED,
        /** They were in force before. */
        UNCHANGED,
        /** Something is wrong with them; those that were in force stay. */
        REFUSED;

        /** The spelling in answers and meters. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ReloadResult {
        problems = List.copyOf(problems);
    }
}
