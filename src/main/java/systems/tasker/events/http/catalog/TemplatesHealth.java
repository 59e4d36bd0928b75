package systems.tasker.events.http.catalog;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

import systems.tasker.events.template.TemplateCatalog;
import systems.tasker.events.template.TemplateReload;

/** Shows whether the template files are active. With invalid files the service continues with the previous templates, so it stays ready. */
@Singleton
@Readiness
class TemplatesHealth implements HealthCheck {

    // The first problem is enough here; POST /v1/templates/reload lists all.
    private static final int MOST_PROBLEMS = 10;

    private final TemplateCatalog templates;
    private final TemplateReload reload;

    TemplatesHealth(TemplateCatalog templates, TemplateReload reload) {
        this.templates = templates;
        this.reload = reload;
    }

    @Override
    public HealthCheckResponse call() {
        var problems = reload.problems();
        var response = HealthCheckResponse.named("templates")
                .up()
                .withData("state", problems.isEmpty() ? "CURRENT" : "DEGRADED")
                .withData("templates", templates.templates().size())
                .withData("in_force_since", reload.activeSince().toString());
        if (!problems.isEmpty()) {
            response.withData("problems", problems.size());
            for (int i = 0; i < Math.min(problems.size(), MOST_PROBLEMS); i++) {
                response.withData("problem_" + (i + 1), problems.get(i).toString());
            }
        }
        return response.build();
    }
}
