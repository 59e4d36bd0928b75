package systems.tasker.events.publication;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import systems.tasker.events.json.Json;
import systems.tasker.events.json.JsonLimits;
import systems.tasker.events.json.TreeCopy;
import systems.tasker.events.publication.PlannedEvent.Due;
import systems.tasker.events.publication.PlannedEvent.NotDue;
import systems.tasker.events.publication.PublicationOutcome.Reason;
import systems.tasker.events.publication.PublicationOutcome.Status;
import systems.tasker.events.publisher.RegisteredPublisher;
import systems.tasker.events.publisher.StepEventContext;
import systems.tasker.events.template.EventDeclaration;

/**
 * Evaluates the declared events of a run, one after the other, in the order of declaration.
 *
 * <pre>
 *     declaration ─▶ condition ──no──▶ skipped(condition)
 *                 ─▶ queue, when durable ──none──▶ failed(queue_missing)
 *                 ─▶ where the publisher may run:
 *                        shouldPublish ──no──▶ skipped(should_publish)
 *                        transformPayload
 *                        TreeCopy ──not storable──▶ failed(payload_unstorable)
 *                        schema ──violated──▶ rejected(schema, violations)
 *                               ──too many steps──▶ rejected(schema_too_costly)
 *                        additionalMetadata
 *                        TreeCopy ──not storable──▶ failed(payload_unstorable)
 *                        beforePublish, with a copy ──no──▶ skipped(before_publish)
 *                        │ throws, overruns, overloaded ──▶ failed(publisher_error, …)
 *                 ─▶ due; or onPublishError, when it failed or was rejected (PublishErrors)
 * </pre>
 *
 * <p>Thread-safe; blocks no thread but that of a publisher.
 */
final class EventEvaluator {

    private static final Logger LOG = Logger.getLogger(EventEvaluator.class);

    private final PublishErrors errors;
    private final Predicate<String> hasQueueFor;
    private final JsonLimits limits;
    private final EventForms forms;
    private final EventFactory events;

    /**
     * Creates an evaluator.
     *
     * @param errors finds the publishers, and tells them of events that fail
     * @param hasQueueFor whether a namespace has a queue for its events
     * @param limits what an event can be stored with
     * @param forms how much of its step each event holds in its queues
     * @param ids makes event ids
     */
    EventEvaluator(
            PublishErrors errors,
            Predicate<String> hasQueueFor,
            JsonLimits limits,
            EventForms forms,
            Clock clock,
            Supplier<UUID> ids) {
        this.errors = errors;
        this.hasQueueFor = hasQueueFor;
        this.limits = limits;
        this.forms = forms;
        this.events = new EventFactory(clock, ids);
    }

    /**
     * The plan for each of some declared events, in their order; never fails.
     *
     * @param payloads takes what custom publishers make
     */
    Uni<List<PlannedEvent>> evaluate(StepRun run, List<EventDeclaration> declarations, PayloadMemory.Share payloads) {
        return evaluate(run, declarations, payloads, new ArrayList<>(declarations.size()));
    }

    /** The declared events that go to queues unless their publishers decide otherwise. */
    List<EventDeclaration> durable(StepRun run) {
        var stepOutcome = run.outcome();
        return run.declarations().orElse(List.of()).stream()
                .filter(declaration -> declaration.deliveryMode().isDurable()
                        && declaration.condition().matches(stepOutcome)
                        && hasQueueFor.test(run.namespace()))
                .toList();
    }

    /** Whether a custom publisher makes the payload. */
    boolean hasOwnPayload(EventDeclaration declaration) {
        return !errors.publisherOf(declaration).isDefault();
    }

    /** Whether the events of a declaration go to their queues in the slim form. */
    Predicate<EventDeclaration> isSlim(StepRun run) {
        return declaration -> forms.isSlim(run.namespace(), declaration.name());
    }

    /** Continues after those that are planned, on this thread as long as no publisher needs one of its own. */
    private Uni<List<PlannedEvent>> evaluate(
            StepRun run,
            List<EventDeclaration> declarations,
            PayloadMemory.Share payloads,
            List<PlannedEvent> planned) {
        var stepOutcome = run.outcome();
        while (planned.size() < declarations.size()) {
            var declaration = declarations.get(planned.size());
            if (!declaration.condition().matches(stepOutcome)) {
                planned.add(new NotDue(declaration, Status.SKIPPED, Reason.CONDITION));
            } else if (declaration.deliveryMode().isDurable() && !hasQueueFor.test(run.namespace())) {
                planned.add(reported(run, new NotDue(declaration, Status.FAILED, Reason.QUEUE_MISSING)));
            } else {
                var publisher = errors.publisherOf(declaration);
                var context = run.eventContext(declaration, stepOutcome);
                if (!publisher.isNonBlocking()) {
                    return onOwnThread(publisher, context, run, payloads).chain(event -> {
                        planned.add(event);
                        return evaluate(run, declarations, payloads, planned);
                    });
                }
                planned.add(onThisThread(publisher, context, run, payloads));
            }
        }
        return Uni.createFrom().item(planned);
    }

    private PlannedEvent reported(StepRun run, PlannedEvent planned) {
        errors.evaluated(run, planned);
        return planned;
    }

    private Uni<PlannedEvent> onOwnThread(
            RegisteredPublisher publisher, StepEventContext context, StepRun run, PayloadMemory.Share payloads) {
        var made = new AtomicReference<JsonNode>();
        return publisher
                .call(() -> logging(publisher, context, run, payloads, made))
                .map(planned -> reported(run, planned))
                .onFailure()
                .recoverWithItem(thrown -> failed(publisher, context, run, made, thrown));
    }

    private PlannedEvent onThisThread(
            RegisteredPublisher publisher, StepEventContext context, StepRun run, PayloadMemory.Share payloads) {
        var made = new AtomicReference<JsonNode>();
        PlannedEvent planned;
        try {
            planned = logging(publisher, context, run, payloads, made);
        } catch (Throwable thrown) {
            // An Error of an application's bean must not fail the step.
            return failed(publisher, context, run, made, thrown);
        }
        return reported(run, planned);
    }

    private PlannedEvent logging(
            RegisteredPublisher publisher,
            StepEventContext context,
            StepRun run,
            PayloadMemory.Share payloads,
            AtomicReference<JsonNode> made)
            throws Exception {
        // The default publisher logs nothing, so it is spared the fields of the log.
        return publisher.isDefault()
                ? publish(publisher, context, run, payloads, made)
                : StepLoggingContext.during(run, () -> publish(publisher, context, run, payloads, made));
    }

    /** Calls the hooks of a publisher; throws what they throw. */
    private PlannedEvent publish(
            RegisteredPublisher registered,
            StepEventContext context,
            StepRun run,
            PayloadMemory.Share payloads,
            AtomicReference<JsonNode> made) {
        var publisher = registered.publisher();
        var declaration = context.declaration();
        var offered = registered.isDefault() ? context : context.isolated();
        if (!publisher.shouldPublish(offered)) {
            return new NotDue(declaration, Status.SKIPPED, Reason.SHOULD_PUBLISH);
        }
        var transformed = Json.tree(publisher.transformPayload(offered));
        var copy = copyOf(transformed, registered, context);
        if (copy.isEmpty()) {
            return new NotDue(declaration, Status.FAILED, Reason.PAYLOAD_UNSTORABLE);
        }
        var payload = copy.get().tree();
        if (!registered.isDefault() && !payloads.take(copy.get().size())) {
            return new NotDue(declaration, Status.FAILED, Reason.PUBLISHER_SATURATED);
        }
        made.set(payload);
        if (declaration.schema().isPresent()) {
            var evaluation = declaration.schema().get().evaluate(payload);
            if (!evaluation.isValid()) {
                var reason = evaluation.isTooCostly() ? Reason.SCHEMA_TOO_COSTLY : Reason.SCHEMA;
                return new NotDue(declaration, Status.REJECTED, reason, evaluation.violations(), Optional.of(payload));
            }
        }
        var additional = additional(publisher.additionalMetadata(offered));
        if (additional.isEmpty()) {
            return new NotDue(declaration, Status.FAILED, Reason.PAYLOAD_UNSTORABLE, Optional.of(payload));
        }
        var event = events.event(
                registered, context, run, payload, (ObjectNode) additional.get().tree());
        // What was validated is what is sent: the hook gets a copy.
        return registered.isDefault() || publisher.beforePublish(event.deepCopy())
                ? Due.of(
                        declaration,
                        registered,
                        event,
                        forms.of(event),
                        copy.get().size())
                : new NotDue(declaration, Status.SKIPPED, Reason.BEFORE_PUBLISH);
    }

    private Optional<TreeCopy> additional(ObjectNode metadata) {
        return metadata.isEmpty() ? Optional.of(new TreeCopy(metadata.objectNode(), 0)) : limits.copy(metadata);
    }

    /** The default publisher's payload is the result, which was checked when it was read, or made of a few of its texts. */
    private Optional<TreeCopy> copyOf(JsonNode payload, RegisteredPublisher publisher, StepEventContext context) {
        return publisher.isDefault() && payload == context.result()
                ? Optional.of(new TreeCopy(payload, 0))
                : limits.copy(payload);
    }

    private PlannedEvent failed(
            RegisteredPublisher publisher,
            StepEventContext context,
            StepRun run,
            AtomicReference<JsonNode> made,
            Throwable thrown) {
        LOG.debugf(thrown, "Publisher failed: publisher=%s event=%s", publisher.name(), context.eventName());
        var failed =
                new NotDue(context.declaration(), Status.FAILED, reasonOf(thrown), Optional.ofNullable(made.get()));
        errors.thrown(run, failed, thrown);
        return failed;
    }

    private static Reason reasonOf(Throwable thrown) {
        if (thrown instanceof TimeoutException) {
            return Reason.PUBLISHER_TIMEOUT;
        }
        return thrown instanceof RejectedExecutionException ? Reason.PUBLISHER_SATURATED : Reason.PUBLISHER_ERROR;
    }
}
