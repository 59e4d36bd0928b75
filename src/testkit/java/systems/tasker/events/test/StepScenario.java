package systems.tasker.events.test;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.json.Json;
import systems.tasker.events.publication.Journeys;
import systems.tasker.events.publication.StepResultSubmission;
import systems.tasker.events.publisher.BasePublisher;
import systems.tasker.events.publisher.PublisherRegistry;
import systems.tasker.events.step.TaskSequenceStep;
import systems.tasker.events.subscriber.BaseSubscriber;
import systems.tasker.events.template.StepDefinition;
import systems.tasker.events.template.TaskTemplate;
import systems.tasker.events.template.TemplateCatalog;

/**
 * One step of one task on its way to its end: who takes part, and the context it runs in. Immutable; each method that changes something
 * returns a scenario of its own.
 */
public final class StepScenario {

    private static final int FIRST = 1;

    private final TemplateCatalog templates;
    private final StepDefinition definition;
    private final ObjectNode context;
    private final Clock clock;
    private final List<BasePublisher> publishers;
    private final List<BaseSubscriber> subscribers;

    private StepScenario(
            TemplateCatalog templates,
            StepDefinition definition,
            ObjectNode context,
            Clock clock,
            List<BasePublisher> publishers,
            List<BaseSubscriber> subscribers) {
        this.templates = templates;
        this.definition = definition;
        this.context = context;
        this.clock = clock;
        this.publishers = List.copyOf(publishers);
        this.subscribers = List.copyOf(subscribers);
    }

    static StepScenario of(TemplateCatalog templates, TaskTemplate template, StepDefinition definition) {
        var json = JsonNodeFactory.instance.objectNode();
        var task = json.putObject("task");
        task.putObject("task")
                .put("task_uuid", UUID.randomUUID().toString())
                .put("correlation_id", UUID.randomUUID().toString())
                .putObject("context");
        task.put("namespace_name", template.namespaceName())
                .put("task_name", template.name())
                .put("task_version", template.version());
        json.putObject("workflow_step")
                .put("workflow_step_uuid", UUID.randomUUID().toString())
                .put("name", definition.name())
                .put("attempts", FIRST);
        json.putObject("dependency_results");
        return new StepScenario(templates, definition, json, Clock.systemUTC(), List.of(), List.of());
    }

    /** The publishers that the step's events name. */
    public StepScenario with(BasePublisher... more) {
        return new StepScenario(templates, definition, context, clock, joined(publishers, more), subscribers);
    }

    /** Subscribers that get the fast and broadcast events, as their {@code @SubscribesTo} says, on the thread of the test. */
    public StepScenario telling(BaseSubscriber... more) {
        return new StepScenario(templates, definition, context, clock, publishers, joined(subscribers, more));
    }

    /** The time that the service reads from its clock. A publisher's own clock is its own business. */
    public StepScenario at(Instant now) {
        return new StepScenario(
                templates, definition, context, Clock.fixed(now, ZoneOffset.UTC), publishers, subscribers);
    }

    /** Which attempt of the step it is that ends; the first one unless said otherwise. */
    public StepScenario attempt(int attempt) {
        return changed(json -> json.withObject("/workflow_step").put("attempts", attempt));
    }

    /** What the task was started with, as JSON. */
    public StepScenario taskContext(String json) {
        return changed(all -> all.withObject("/task/task").set("context", Json.read(json)));
    }

    /** What the step was given, as JSON. */
    public StepScenario inputs(String json) {
        return changed(all -> all.withObject("/workflow_step").set("inputs", Json.read(json)));
    }

    /** What a step returned that this one depends on, as JSON. */
    public StepScenario dependencyResult(String step, String json) {
        return changed(all -> all.withObject("/dependency_results").set(step, Json.read(json)));
    }

    /** What ties the task to the request that caused it. */
    public StepScenario correlationId(String correlationId) {
        return changed(all -> all.withObject("/task/task").put("correlation_id", correlationId));
    }

    /**
     * Hands the result in and walks its whole journey.
     *
     * @throws IllegalStateException when an event of the step names a publisher that was not handed over
     */
    public JourneyOutcome complete(StepResult result) {
        var registry = registry();
        var step = stepContext();
        var bus = new InMemoryBus(subscribers);
        var listener = new OutcomeRecorder();
        var processor =
                Journeys.atomic(templates, registry, new NoClaims(), new InMemoryLedger(), bus, listener, clock);
        var submission = new StepResultSubmission(
                result.ofStep(step.stepUuid()), Optional.of(step), OptionalInt.empty(), "one body");
        var acceptance = processor.process(submission).await().indefinitely();
        return new JourneyOutcome(acceptance.receipt(), listener.outcomes(), bus.thrown());
    }

    /**
     * Tries the publisher of one of the step's events with many results.
     *
     * @throws IllegalArgumentException when the step declares no such event
     * @throws IllegalStateException when the event's publisher was not handed over
     */
    public PublisherProbe probe(String eventName) {
        var declaration = definition.publishesEvents().stream()
                .filter(event -> event.name().value().equals(eventName))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("The step declares no event '" + eventName + "', it declares "
                                + definition.publishesEvents().stream()
                                        .map(event -> event.name().value())
                                        .toList()));
        var registry = registry();
        var publisher = declaration.publisher().flatMap(registry::find).orElseGet(registry::defaultPublisher);
        return new PublisherProbe(publisher.publisher(), declaration, stepContext());
    }

    private PublisherRegistry registry() {
        var registry = PublisherRegistry.onCallersThread(publishers, clock);
        definition
                .publishesEvents()
                .forEach(event -> event.publisher()
                        .filter(name -> !registry.knows(name))
                        .ifPresent(name -> {
                            throw new IllegalStateException("The event " + event.name() + " names the publisher '"
                                    + name + "', which the test did not hand over with with(...); known are "
                                    + registry.names());
                        }));
        return registry;
    }

    private TaskSequenceStep stepContext() {
        return TaskSequenceStep.of(context.deepCopy(), "");
    }

    private StepScenario changed(Consumer<ObjectNode> change) {
        var copy = context.deepCopy();
        change.accept(copy);
        return new StepScenario(templates, definition, copy, clock, publishers, subscribers);
    }

    private static <T> List<T> joined(List<T> some, T[] more) {
        var joined = new ArrayList<>(some);
        joined.addAll(List.of(more));
        return joined;
    }
}
