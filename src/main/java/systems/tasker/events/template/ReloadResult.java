package systems.tasker.events.template;

import java.util.List;
import java.util.Locale;

/**
 * The result of a reload.
 *
 * @param outcome whether it changed anything
 * @param templates the number of active templates
 * @param changes the difference to the previous templates; empty unless the outcome is {@code RELOADED}
 * @param problems the problems of the new templates; empty unless the outcome is {@code REFUSED}
 */
public record ReloadResult(Outcome outcome, int templates, TemplateChanges changes, List<TemplateProblem> problems) {

    /** The outcome of a reload. */
    public enum Outcome {
        /** The files' templates are active now. */
        RELOADED,
        /** They were active already. */
        UNCHANGED,
        /** They have problems; the active templates stay. */
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
