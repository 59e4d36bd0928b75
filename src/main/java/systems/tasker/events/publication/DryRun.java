package systems.tasker.events.publication;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.smallrye.mutiny.Uni;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.json.JsonLimits;
import systems.tasker.events.publication.PublicationOutcome.Reason;
import systems.tasker.events.publication.PublicationOutcome.Status;
import systems.tasker.events.publication.store.DurableEvent;
import systems.tasker.events.publisher.PublisherRegistry;
import systems.tasker.events.queue.QueueName;
import systems.tasker.events.schema.SchemaViolation;
import systems.tasker.events.step.AttemptsConvention;
import systems.tasker.events.step.TaskSequenceStep;
import systems.tasker.events.template.EventDeclaration;
import systems.tasker.events.template.TemplateCatalog;
import systems.tasker.events.template.queues.QueuePlan;

/**
 * Plans the events of results as the journey does, and commits none.
 *
 * <p>Event ids and times are constant, so that equal declarations and publishers plan equal events. Thread-safe.
 */
public final class DryRun {

    private static final UUID NO_ID = new UUID(0, 0);
    private static final String DEFINITION = "step_definition";

    private final TemplateCatalog templates;
    private final PublisherRegistry publishers;
    private final StepRunResolver resolver;
    private final EventEvaluator evaluator;

    private DryRun(
            TemplateCatalog templates, PublisherRegistry publishers, AttemptsConvention convention, Clock clock) {
        this.templates = templates;
        this.publishers = publishers.withPureHooks(clock);
        this.resolver = new StepRunResolver(templates, convention);
        this.evaluator = new EventEvaluator(
                this.publishers,
                new PublishErrors(this.publishers, new HeapBudget(Long.MAX_VALUE)),
                new QueuePlan(QueueName.ORCHESTRATION_RESULTS, templates.templates())::hasQueueFor,
                JsonLimits.DEFAULT,
                EventForms.FULL,
                clock,
                () -> NO_ID);
    }

    /**
     * A dry run.
     *
     * @param publishers only their hooks without effects are called
     * @param convention whether the attempts of a context count the run that just ended
     * @param fixed the time of every event
     */
    public static DryRun of(
            TemplateCatalog templates, PublisherRegistry publishers, AttemptsConvention convention, Clock fixed) {
        return new DryRun(templates, publishers, convention, fixed);
    }

    /**
     * The planned events of a result.
     *
     * @param undeclared why the declared events are unknown; empty when they are known
     * @param events one per declared event
     */
    public record Plan(Optional<Reason> undeclared, List<Planned> events) {

        public Plan {
            events = List.copyOf(events);
        }
    }

    /**
     * What would become of a declared event.
     *
     * @param declaration the event as it is declared
     * @param status published or not
     * @param reason why not; empty when it is published, or its publisher is missing
     * @param event the event, when it is published
     * @param queues the queues it would be sent to
     * @param orderingKey the value of its ordering key
     */
    public record Planned(
            EventDeclaration declaration,
            Status status,
            Optional<Reason> reason,
            List<SchemaViolation> violations,
            Optional<DomainEvent> event,
            List<String> queues,
            Optional<String> orderingKey) {}

    /**
     * The plan of a result with its context; never fails.
     *
     * @throws IllegalArgumentException when it has no context
     */
    public Uni<Plan> plan(StepResultSubmission submission) {
        var context = submission
                .inlineContext()
                .orElseThrow(() -> new IllegalArgumentException("A result without context cannot be simulated"));
        var run = resolver.inline(submission, withTheDefinitionOfTheTemplates(context));
        if (run.declarations().isEmpty()) {
            return Uni.createFrom().item(new Plan(run.undeclared(), List.of()));
        }
        var declarations = run.declarations().get();
        var known = declarations.stream().filter(this::hasPublisher).toList();
        var share = new HeapBudget(Long.MAX_VALUE).share();
        return evaluator.evaluate(run, known, share).map(plan -> {
            var events = new ArrayList<Planned>();
            plan.forEach(planned -> events.add(planned(planned)));
            declarations.stream()
                    .filter(declaration -> !hasPublisher(declaration))
                    .forEach(declaration -> events.add(withoutPublisher(run, declaration)));
            return new Plan(Optional.empty(), events);
        });
    }

    /** Contexts hold the definition of their time; a later run would bring that of the templates. */
    private TaskSequenceStep withTheDefinitionOfTheTemplates(TaskSequenceStep context) {
        var declared = templates
                .find(context.namespace(), context.taskName(), context.taskVersion(), context.templateStepName())
                .isPresent();
        if (!declared || !context.json().has(DEFINITION)) {
            return context;
        }
        var json = context.json().objectNode();
        json.setAll(context.json());
        json.remove(DEFINITION);
        return context.withJson(json);
    }

    private boolean hasPublisher(EventDeclaration declaration) {
        return declaration.publisher().map(publishers::knows).orElse(true);
    }

    private static Planned withoutPublisher(StepRun run, EventDeclaration declaration) {
        var isDue = declaration.condition().matches(run.outcome());
        return new Planned(
                declaration,
                isDue ? Status.FAILED : Status.SKIPPED,
                isDue ? Optional.empty() : Optional.of(Reason.CONDITION),
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    private static Planned planned(PlannedEvent planned) {
        return new Planned(
                planned.declaration().orElseThrow(),
                planned.status(),
                planned.reason(),
                planned.violations(),
                planned.event(),
                planned.durable().map(DurableEvent::queues).orElse(List.of()),
                planned.durable().flatMap(DurableEvent::orderingKey));
    }
}
