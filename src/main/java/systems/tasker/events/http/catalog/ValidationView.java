package systems.tasker.events.http.catalog;

import java.util.List;

import io.quarkus.runtime.annotations.RegisterForReflection;

import systems.tasker.events.template.TemplateProblem;

/** Whether templates are valid, how many there are, and all problems. */
@RegisterForReflection
record ValidationView(boolean valid, int templates, List<TemplateProblem> problems) {

    ValidationView(int templates, List<TemplateProblem> problems) {
        this(problems.isEmpty(), templates, problems);
    }
}
