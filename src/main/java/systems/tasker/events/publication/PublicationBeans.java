package systems.tasker.events.publication;

import java.time.Clock;
import java.util.List;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import com.fasterxml.uuid.Generators;
import io.quarkus.arc.All;
import io.quarkus.arc.DefaultBean;

import systems.tasker.events.publisher.PublisherRegistry;
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
    IntakeGate gate(PublicationConfig config) {
        var intake = config.intake();
        return new IntakeGate(intake.maxRequests(), intake.maxBytes().asLongValue());
    }

    @Produces
    @Singleton
    QueuePlan queuePlan(PublicationConfig config, TemplateCatalog templates) {
        return new QueuePlan(config.notification().queue(), templates.namespaces());
    }

    @Produces
    @Singleton
    EventRouter router(InProcessEventBus bus) {
        return new EventRouter(bus);
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
    StepResultProcessor processor(
            PublicationConfig config,
            QueuePlan queues,
            ContextStore contexts,
            ResultLedger ledger,
            StepRunResolver resolver,
            PublisherRegistry publishers,
            EventRouter router,
            Clock clock,
            @All List<PublicationListener> listeners) {
        return new StepResultProcessor(
                contexts,
                ledger,
                resolver,
                new EventEvaluator(publishers, queues, clock, Generators.timeBasedEpochGenerator()::generate),
                router,
                new CommitWriter(
                        queues, new NotificationMessage(config.notification().form())),
                publishers,
                new Listeners(listeners));
    }
}
