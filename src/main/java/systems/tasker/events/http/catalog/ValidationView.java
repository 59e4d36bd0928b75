package systems.tasker.events.http.catalog;

import java.util.List;

import io.quarkus.runtime.annotations.RegisterForReflection;

import systems.tasker.events.template.TemplateCheck;
import systems.tasker.events.template.TemplateProblem;

/** Whether templates are valid, how many there are, all problems, and what is ignored in declared events. */
@RegisterForReflection
record ValidationView(boolean valid, int templates, List<TemplateProblem> problems, List<TemplateProblem> warnings) {

    static ValidationView of(int templates, TemplateCheck check) {
        return new ValidationView(check.problems().isEmpty(), templates, check.problems(), check.warnings());
    }
}
