package systems.tasker.events.observability.metrics;

import java.util.List;

import jakarta.inject.Singleton;

import systems.tasker.events.observability.StatusReason;
import systems.tasker.events.observability.StatusSource;
import systems.tasker.events.template.TemplateReload;

/** Reports when the template files are not active because they have problems. */
@Singleton
class TemplateStatus implements StatusSource {

    private final TemplateReload reload;

    TemplateStatus(TemplateReload reload) {
        this.reload = reload;
    }

    @Override
    public List<StatusReason> reasons() {
        var problems = reload.problems();
        return problems.isEmpty()
                ? List.of()
                : List.of(StatusReason.degraded(
                        "templates_refused",
                        "The templates of " + reload.activeSince() + " stay active, because the files have "
                                + problems.size() + " problem(s), the first: " + problems.get(0)));
    }
}
