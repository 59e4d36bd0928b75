package systems.tasker.events.http.catalog;

import java.util.ArrayList;
import java.util.List;

import io.quarkus.runtime.annotations.RegisterForReflection;

import systems.tasker.events.template.TemplateCheck;
import systems.tasker.events.template.TemplateProblem;

/** Whether templates are valid, how many there are, all problems, and what is ignored in declared events. */
@RegisterForReflection
record ValidationView(boolean valid, int templates, List<TemplateProblem> problems, List<TemplateProblem> warnings) {

    private static final int MAX_LISTED = 1_000;

    static ValidationView of(int templates, TemplateCheck check) {
        return new ValidationView(
                check.problems().isEmpty(), templates, first(check.problems()), first(check.warnings()));
    }

    private static List<TemplateProblem> first(List<TemplateProblem> all) {
        if (all.size() <= MAX_LISTED) {
            return all;
        }
        var first = new ArrayList<>(all.subList(0, MAX_LISTED));
        first.add(new TemplateProblem(
                "", 0, "", (all.size() - MAX_LISTED) + " more are not listed", "correct these first"));
        return first;
    }
}
