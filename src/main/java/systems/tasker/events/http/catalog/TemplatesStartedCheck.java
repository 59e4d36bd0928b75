package systems.tasker.events.http.catalog;

import jakarta.inject.Singleton;

import io.smallrye.common.annotation.NonBlocking;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

import systems.tasker.events.publisher.PublisherRegistry;
import systems.tasker.events.template.TemplateCatalog;

/** Shows how many templates and publishers were found. Always up: with an invalid one the process would not have started. */
@Singleton
@Startup
@NonBlocking
class TemplatesStartedCheck implements HealthCheck {

    private final TemplateCatalog templates;
    private final PublisherRegistry publishers;

    TemplatesStartedCheck(TemplateCatalog templates, PublisherRegistry publishers) {
        this.templates = templates;
        this.publishers = publishers;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("templates")
                .withData("templates", templates.templates().size())
                .withData("publishers", publishers.all().size())
                .up()
                .build();
    }
}
