package systems.tasker.events.publication;

import java.time.Clock;
import java.util.List;

import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;

import com.fasterxml.uuid.Generators;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.quarkus.arc.All;
import io.quarkus.arc.DefaultBean;
import io.quarkus.opentelemetry.runtime.config.runtime.OTelRuntimeConfig;

import systems.tasker.events.publisher.PublisherRegistry;
import systems.tasker.events.template.PlannedQueues;
import systems.tasker.events.template.QueueCreation;
import systems.tasker.events.template.QueuePlan;
import systems.tasker.events.template.TemplateCatalog;

/** Wires the journey. */
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
    EventRouter router(InProcessEventBus bus, Clock clock) {
        return new EventRouter(bus, clock);
    }

    @Produces
    @Singleton
    StepRunResolver resolver(TemplateCatalog templates) {
        return new StepRunResolver(templates);
    }

    @Produces
    @Singleton
    StepClaims claims(ContextStore contexts, StepRunResolver resolver) {
        return new StepClaims(contexts, resolver);
    }

    @Produces
    @Singleton
    PublicationMode mode(
            PublicationConfig config,
            SubmissionConfig submissions,
            PlannedQueues queues,
            ResultLedger ledger,
            PublisherRegistry publishers,
            EventRouter router,
            Clock clock,
            Listeners listeners) {
        var maker = new EventFactory(
                publishers,
                SubmissionReader.limits(submissions),
                clock,
                Generators.timeBasedEpochGenerator()::generate);
        var evaluator = new EventEvaluator(publishers, queues::hasQueueFor, maker);
        var handOn = new EventHandOn(router, publishers, listeners);
        return switch (config.mode()) {
            case ATOMIC -> new AtomicPublication(evaluator, handOn);
            case FIRE_AND_FORGET ->
                new FireAndForgetPublication(config.fireAndForget(), evaluator, router, handOn, ledger);
        };
    }

    // Not a listener to those who ask for all of them, or it would be one of its own.
    @Produces
    @Singleton
    @Typed(Listeners.class)
    Listeners listeners(@All List<PublicationListener> listeners) {
        return new Listeners(listeners);
    }

    @Produces
    @Singleton
    StepResultProcessor processor(
            PublicationConfig config,
            QueuePlan queues,
            ContextStore contexts,
            ResultLedger ledger,
            StepRunResolver resolver,
            PublicationMode mode,
            EventRouter router,
            Listeners listeners,
            OpenTelemetry telemetry,
            OTelRuntimeConfig tracing) {
        var notification = new NotificationMessage(config.notification().form());
        return new StepResultProcessor(
                contexts,
                ledger,
                resolver,
                mode,
                router,
                new CommitWriter(queues, notification),
                listeners,
                new JourneySpans(tracer(telemetry, tracing)));
    }

    /** A disabled SDK makes spans all the same, with new ids, and sends them nowhere. */
    private static Tracer tracer(OpenTelemetry telemetry, OTelRuntimeConfig tracing) {
        var provider = tracing.sdkDisabled() ? TracerProvider.noop() : telemetry.getTracerProvider();
        return provider.get("systems.tasker.events");
    }
}
