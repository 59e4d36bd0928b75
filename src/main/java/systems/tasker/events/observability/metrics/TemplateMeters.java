package systems.tasker.events.observability.metrics;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;

import systems.tasker.events.observability.Lifecycle;
import systems.tasker.events.observability.MeterNames;
import systems.tasker.events.template.ReloadResult;
import systems.tasker.events.template.TemplateReload;

/** Counts reloads of the templates by result, and the problems of the files. */
@Singleton
class TemplateMeters {

    void register(
            @Observes @Priority(Lifecycle.START_METERS) StartupEvent start,
            MeterRegistry registry,
            TemplateReload reload) {
        for (var outcome : ReloadResult.Outcome.values()) {
            FunctionCounter.builder(MeterNames.TEMPLATE_RELOADS, reload, reloads -> reloads.ended(outcome))
                    .description("Reloads of the templates by how they ended")
                    .tag("outcome", outcome.label())
                    .register(registry);
        }
        Gauge.builder(
                        MeterNames.TEMPLATE_PROBLEMS,
                        reload,
                        reloads -> reloads.problems().size())
                .description("Problems that keep the template files from coming into force")
                .register(registry);
    }
}
