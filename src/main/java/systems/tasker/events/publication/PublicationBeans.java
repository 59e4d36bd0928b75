package systems.tasker.events.publication;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.quarkus.arc.All;
import io.quarkus.arc.DefaultBean;
import io.quarkus.opentelemetry.runtime.config.runtime.OTelRuntimeConfig;
import io.quarkus.runtime.configuration.MemorySize;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import systems.tasker.events.json.JsonLimits;
import systems.tasker.events.publication.store.ContextStore;
import systems.tasker.events.publication.store.ResultLedger;
import systems.tasker.events.publisher.PublisherRegistry;
import systems.tasker.events.step.AttemptsConvention;
import systems.tasker.events.template.TemplateCatalog;
import systems.tasker.events.template.queues.PlannedQueues;
import systems.tasker.events.template.queues.QueueCreation;
import systems.tasker.events.template.queues.QueuePlan;

/** Produces the journey, with what the configuration says. */
@Singleton
class PublicationBeans {

    @Produces
    @Singleton
    @DefaultBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    @DefaultBean
    BackgroundLimits backgroundLimits() {
        return BackgroundLimits.DEFAULT;
    }

    /** Claims are stored with the attempt that they are of. */
    @Produces
    @Singleton
    AttemptsConvention attemptsConvention(PublicationConfig config) {
        return config.attemptsConvention();
    }

    @Produces
    @Singleton
    QueuePlan queuePlan(PublicationConfig config, TemplateCatalog templates) {
        return new QueuePlan(config.notification().queue(), templates.templates());
    }

    @Produces
    @Singleton
    PlannedQueues plannedQueues(QueuePlan plan, QueueCreation creation) {
        return new PlannedQueues(plan, creation);
    }

    @Produces
    @Singleton
    StepResultProcessor processor(
            PublicationConfig config,
            @ConfigProperty(name = "tasker.ingress.max-body-size") MemorySize maxBodySize,
            BackgroundLimits background,
            TemplateCatalog templates,
            PlannedQueues queues,
            PublisherRegistry publishers,
            ContextStore contexts,
            ResultLedger ledger,
            InProcessEventBus bus,
            @All List<PublicationListener> listeners,
            Clock clock,
            Instance<OpenTelemetry> telemetry,
            OTelRuntimeConfig tracing) {
        var notification = config.notification();
        var isAtomic = config.mode() == PublicationConfig.Mode.ATOMIC;
        return Journeys.create(
                templates,
                namespace -> queues.current().hasQueueFor(namespace),
                JourneyLimits.of(JsonLimits.DEFAULT, maxBodySize.asLongValue()),
                publishers,
                new Journeys.Ports(contexts, ledger, bus, listeners, clock, tracer(telemetry, tracing)),
                new NotificationMessage(notification.queue(), notification.form()),
                EventForms.of(config.slimEvents().orElse(Set.of())),
                config.attemptsConvention(),
                isAtomic ? Optional.empty() : Optional.of(background));
    }

    /** A disabled SDK would still make spans with new ids, and send them nowhere; a minimal build has none. */
    private static Tracer tracer(Instance<OpenTelemetry> telemetry, OTelRuntimeConfig tracing) {
        var provider = tracing.sdkDisabled() || telemetry.isUnsatisfied()
                ? TracerProvider.noop()
                : telemetry.get().getTracerProvider();
        return provider.get("systems.tasker.events");
    }
}
