package systems.tasker.events.publication;

import java.time.Clock;
import java.util.List;

import com.fasterxml.uuid.Generators;
import io.opentelemetry.api.trace.TracerProvider;

import systems.tasker.events.json.JsonLimits;
import systems.tasker.events.publisher.PublisherRegistry;
import systems.tasker.events.template.QueuePlan;
import systems.tasker.events.template.TemplateCatalog;

/** Wires the journey by hand, for those who bring the ports along and have no container, as tests of publishers do. */
public final class Journeys {

    private static final String NOTIFICATION_QUEUE = "orchestration_step_results";

    private Journeys() {}

    /** A journey in the mode {@code atomic}; it runs on the caller's thread as far as publishers and ports do. */
    public static StepResultProcessor atomic(
            TemplateCatalog templates,
            PublisherRegistry publishers,
            ContextStore contexts,
            ResultLedger ledger,
            InProcessEventBus bus,
            PublicationListener listener,
            Clock clock) {
        var queues = new QueuePlan(NOTIFICATION_QUEUE, templates.templates());
        var maker =
                new EventFactory(publishers, JsonLimits.DEFAULT, clock, Generators.timeBasedEpochGenerator()::generate);
        var evaluator = new EventEvaluator(publishers, queues::hasQueueFor, maker);
        var router = new EventRouter(bus, clock);
        var listeners = new Listeners(List.of(listener));
        return new StepResultProcessor(
                contexts,
                ledger,
                new StepRunResolver(templates),
                new AtomicPublication(evaluator, new EventHandOn(router, publishers, listeners)),
                router,
                new CommitWriter(queues, new NotificationMessage(PublicationConfig.Form.RESULT)),
                listeners,
                new JourneySpans(TracerProvider.noop().get("")));
    }
}
