package systems.tasker.events.publication;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;

import systems.tasker.events.fixture.RecordingBus;
import systems.tasker.events.fixture.RecordingListener;
import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.fixture.ScriptedContexts;
import systems.tasker.events.fixture.ScriptedLedger;
import systems.tasker.events.json.JsonLimits;
import systems.tasker.events.publication.store.ContextStore.ClaimedContext;
import systems.tasker.events.publication.store.PublicationReceipt;
import systems.tasker.events.publication.store.ResultLedger.AcceptedResult;
import systems.tasker.events.publisher.PublisherRegistries;
import systems.tasker.events.publisher.PublisherRegistry;
import systems.tasker.events.step.AttemptsConvention;
import systems.tasker.events.step.StepExecutionResult;
import systems.tasker.events.step.TaskSequenceStep;
import systems.tasker.events.template.TemplateCatalogs;
import systems.tasker.events.template.queues.QueuePlan;

import static org.assertj.core.api.Assertions.assertThat;

/** A processor among doubles that write down, in one list, who was called when. */
final class ProcessorFixture {

    static final Duration PLENTY = Duration.ofSeconds(30);

    private static final Clock CLOCK = Clock.fixed(SampleStep.NOW, ZoneOffset.UTC);
    private static final String TEMPLATE = """
            name: charge_card
            namespace_name: pay
            version: 1.0.0
            steps:
              - name: charge
                handler: {callable: "Pay::ChargeHandler"}
                publishes_events:
            %s
            """;

    final List<String> calls = new CopyOnWriteArrayList<>();
    final ScriptedContexts contexts = new ScriptedContexts(calls);
    final ScriptedLedger ledger = new ScriptedLedger(calls);
    final RecordingBus bus = new RecordingBus(calls);
    final List<PublicationListener> listeners = new ArrayList<>(List.of(new RecordingListener(calls)));

    Tracer tracer = TracerProvider.noop().get("bench");

    private final PublisherRegistry publishers;
    private final String template;
    private Optional<BackgroundLimits> fireAndForget = Optional.empty();
    private StepResultProcessor processor;

    /** To be set before the first result. */
    long maxMessagesSize = 32 << 20;

    /** To be set before the first result. */
    long maxHeapBytes = 10 << 20;

    /** To be set before the first result. */
    EventForms forms = EventForms.FULL;

    /** To be set before the first result. */
    AttemptsConvention convention = AttemptsConvention.AFTER_CLAIM;

    /** Declares one event of each delivery mode, and one for failures. */
    ProcessorFixture() {
        this(
                PublisherRegistries.inline(),
                "- {name: payment.processed, delivery_mode: durable}",
                "- {name: payment.shown, delivery_mode: fast}",
                "- {name: payment.told, delivery_mode: broadcast}",
                "- {name: payment.failed, condition: failure}");
    }

    ProcessorFixture(PublisherRegistry publishers, String... declarations) {
        this.publishers = publishers;
        this.template = TEMPLATE.formatted(String.join("\n", declarations).indent(6));
    }

    Acceptance process(StepResultSubmission submission) {
        return processor().process(submission).await().atMost(PLENTY);
    }

    /** Answers first and publishes afterwards; to be called before the first result. */
    void answersFirst(int queueSize, int workers) {
        fireAndForget = Optional.of(new BackgroundLimits(queueSize, workers));
    }

    /** Waits until no event is waiting to be published. */
    void drain() throws InterruptedException {
        assertThat(processor.drain(PLENTY)).isZero();
    }

    RouterStatistics statistics() {
        return processor.statistics();
    }

    private StepResultProcessor processor() {
        if (processor == null) {
            var catalog = TemplateCatalogs.of(publishers, template);
            processor = Journeys.create(
                    catalog,
                    new QueuePlan(Journeys.NOTIFICATION_QUEUE, catalog.templates())::hasQueueFor,
                    new JourneyLimits(JsonLimits.DEFAULT, maxMessagesSize, maxHeapBytes),
                    publishers,
                    new Journeys.Ports(contexts, ledger, bus, listeners, CLOCK, tracer),
                    new NotificationMessage(Journeys.NOTIFICATION_QUEUE, PublicationConfig.Form.RESULT),
                    forms,
                    convention,
                    fireAndForget);
        }
        return processor;
    }

    /** Claims the step: memory and store agree. */
    ClaimedContext claimed(TaskSequenceStep context) {
        var claim = new ClaimedContext(UUID.randomUUID(), context, context.attempts());
        contexts.inMemory = Optional.of(claim);
        contexts.inStore = contexts.inMemory;
        return claim;
    }

    static StepResultSubmission claimedResult(StepExecutionResult result) {
        return new StepResultSubmission(result, Optional.empty(), OptionalInt.empty(), "digest");
    }

    static StepResultSubmission inlineResult(StepExecutionResult result, TaskSequenceStep context) {
        return new StepResultSubmission(result, Optional.of(context), OptionalInt.empty(), "digest");
    }

    /** What was accepted earlier for a body with this digest. */
    static AcceptedResult accepted(String digest) {
        var receipt = new PublicationReceipt(
                SampleStep.STEP_UUID, 1, "success", new PublicationReceipt.Notification("queue", 7L), List.of());
        return new AcceptedResult(digest, receipt);
    }

    static List<String> outcomes(Acceptance acceptance) {
        return acceptance.receipt().events().stream()
                .map(event -> event.eventName() + " " + event.outcome()
                        + (event.reason() == null ? "" : " " + event.reason()))
                .toList();
    }
}
