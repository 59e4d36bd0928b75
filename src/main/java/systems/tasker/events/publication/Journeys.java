package systems.tasker.events.publication;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;

import systems.tasker.events.event.EventIds;
import systems.tasker.events.json.JsonLimits;
import systems.tasker.events.publication.store.ContextStore;
import systems.tasker.events.publication.store.ResultLedger;
import systems.tasker.events.publisher.PublisherRegistry;
import systems.tasker.events.queue.QueueName;
import systems.tasker.events.step.AttemptsConvention;
import systems.tasker.events.template.TemplateCatalog;
import systems.tasker.events.template.queues.QueuePlan;

/** Wires the journey: for the service, and for tests of publishers, which bring the ports along and have no container. */
public final class Journeys {

    // The default of the service.
    private static final long MAX_BODY_SIZE = 1 << 20;

    /** The queue that orchestration reads, unless configured otherwise. */
    static final String NOTIFICATION_QUEUE = QueueName.ORCHESTRATION_RESULTS;

    private Journeys() {}

    /** What a journey uses of its surroundings. */
    record Ports(
            ContextStore contexts,
            ResultLedger ledger,
            InProcessEventBus bus,
            List<PublicationListener> listeners,
            Clock clock,
            Tracer tracer) {}

    /**
     * A journey in the mode {@code atomic}, which notifies the default queue; it runs on the caller's thread as far as publishers and
     * ports do.
     */
    public static StepResultProcessor atomic(
            TemplateCatalog templates,
            PublisherRegistry publishers,
            ContextStore contexts,
            ResultLedger ledger,
            InProcessEventBus bus,
            PublicationListener listener,
            Clock clock) {
        var tracer = TracerProvider.noop().get("");
        return create(
                templates,
                new QueuePlan(NOTIFICATION_QUEUE, templates.templates())::hasQueueFor,
                JourneyLimits.of(JsonLimits.DEFAULT, MAX_BODY_SIZE),
                publishers,
                new Ports(contexts, ledger, bus, List.of(listener), clock, tracer),
                new NotificationMessage(NOTIFICATION_QUEUE, PublicationConfig.Form.RESULT),
                EventForms.FULL,
                AttemptsConvention.AFTER_CLAIM,
                Optional.empty());
    }

    /**
     * A journey.
     *
     * @param hasQueueFor whether a namespace has a queue for its events
     * @param limits what one result may become
     * @param forms how much of its step each event holds in its queues
     * @param convention whether the attempts of a context count the run that just ended
     * @param fireAndForget the capacity of the mode {@code fire-and-forget}; empty in the mode {@code atomic}
     */
    static StepResultProcessor create(
            TemplateCatalog templates,
            Predicate<String> hasQueueFor,
            JourneyLimits limits,
            PublisherRegistry publishers,
            Ports ports,
            NotificationMessage notification,
            EventForms forms,
            AttemptsConvention convention,
            Optional<BackgroundLimits> fireAndForget) {
        var listener = new Listeners(ports.listeners());
        var hooks = new HeapBudget(limits.maxHeapBytes());
        var errors = new PublishErrors(publishers, hooks);
        var evaluator = new EventEvaluator(
                publishers, errors, hasQueueFor, limits.json(), forms, ports.clock(), new EventIds()::next);
        var refusedEvents = new RefusedEvents(ports.ledger(), ports.clock());
        var dispatcher = new PostCommitDispatcher(ports.bus(), listener, errors, hooks);
        var payloads = new HeapBudget(limits.maxHeapBytes());
        var background = fireAndForget.map(capacity -> new BackgroundPublication(
                capacity, limits.maxHeapBytes(), payloads, evaluator, ports.ledger(), refusedEvents, dispatcher));
        return new StepResultProcessor(
                ports.contexts(),
                ports.ledger(),
                new StepRunResolver(templates, convention),
                evaluator,
                refusedEvents,
                errors,
                limits.maxMessagesSize(),
                payloads,
                notification,
                forms,
                dispatcher,
                background,
                listener,
                new JourneySpans(ports.tracer()));
    }
}
