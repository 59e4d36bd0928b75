package systems.tasker.events.publication;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
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
import systems.tasker.events.publisher.PublisherRegistry;
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

    private final PublisherRegistry publishers;
    private final PublishErrors errors;
    private final Predicate<String> hasQueueFor;
    private final JsonLimits limits;
    private final EventForms forms;
    private final EventFactory events;

    /**
     * Creates an evaluator.
     *
     * @param errors calls {@code onPublishError}
     * @param hasQueueFor whether a namespace has a queue for its events
     * @param limits what an event can be stored with
     * @param forms how much of its step each event holds in its queues
     * @param ids makes event ids
     */
    EventEvaluator(
            PublisherRegistry publishers,
            PublishErrors errors,
            Predicate<String> hasQueueFor,
            JsonLimits limits,
            EventForms forms,
            Clock clock,
            Supplier<UUID> ids) {
        this.publishers = publishers;
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
    Uni<List<PlannedEvent>> evaluate(StepRun run, List<EventDeclaration> declarations, HeapBudget.Share payloads) {
        return evaluate(run, declarations, payloads, new ArrayList<>(declarations.size()));
    }

    /** The declared events that go to queues unless their publishers decide otherwise. */
    List<EventDeclaration> durable(StepRun run) {
        var stepOutcome = run.outcome();
        var durable = new ArrayList<EventDeclaration>();
        for (var declaration : run.declarations().orElse(List.of())) {
            if (declaration.deliveryMode().isDurable()
                    && declaration.condition().matches(stepOutcome)
                    && hasQueueFor.test(run.namespace())) {
                durable.add(declaration);
            }
        }
        return durable;
    }

    /** Whether a custom publisher makes the payload. */
    boolean hasOwnPayload(EventDeclaration declaration) {
        return !publishers.of(declaration).isDefault();
    }

    /** Continues after those that are planned, on this thread as long as no publisher needs one of its own. */
    private Uni<List<PlannedEvent>> evaluate(
            StepRun run, List<EventDeclaration> declarations, HeapBudget.Share payloads, List<PlannedEvent> planned) {
        var stepOutcome = run.outcome();
        while (planned.size() < declarations.size()) {
            var declaration = declarations.get(planned.size());
            if (!declaration.condition().matches(stepOutcome)) {
                planned.add(new NotDue(declaration, Status.SKIPPED, Reason.CONDITION));
            } else if (declaration.deliveryMode().isDurable() && !hasQueueFor.test(run.namespace())) {
                planned.add(reported(run, new NotDue(declaration, Status.FAILED, Reason.QUEUE_MISSING)));
            } else {
                var call =
                        new Call(publishers.of(declaration), run.eventContext(declaration, stepOutcome), run, payloads);
                if (!call.registered.isNonBlocking()) {
                    return onOwnThread(call).chain(event -> {
                        planned.add(event);
                        return evaluate(run, declarations, payloads, planned);
                    });
                }
                planned.add(onThisThread(call));
            }
        }
        return Uni.createFrom().item(planned);
    }

    private PlannedEvent reported(StepRun run, PlannedEvent planned) {
        errors.evaluated(run, planned);
        return planned;
    }

    private Uni<PlannedEvent> onOwnThread(Call call) {
        return call.registered
                .call(call::logging)
                .map(planned -> reported(call.run, planned))
                .onFailure()
                .recoverWithItem(call::failed);
    }

    private PlannedEvent onThisThread(Call call) {
        PlannedEvent planned;
        try {
            planned = call.logging();
        } catch (Throwable thrown) {
            // An Error of an application's bean must not fail the step.
            return call.failed(thrown);
        }
        return reported(call.run, planned);
    }

    /** The call of a publisher for one event. */
    private final class Call {

        private final RegisteredPublisher registered;
        private final StepEventContext context;
        private final EventDeclaration declaration;
        private final StepRun run;
        private final HeapBudget.Share payloads;
        // Set by the publisher's thread, read where its failure is reported, at a timeout before it has ended.
        private volatile JsonNode payload;

        private Call(RegisteredPublisher registered, StepEventContext context, StepRun run, HeapBudget.Share payloads) {
            this.registered = registered;
            this.context = context;
            this.declaration = context.declaration();
            this.run = run;
            this.payloads = payloads;
        }

        /** The default publisher logs nothing, so it is spared the fields of the log. */
        private PlannedEvent logging() throws Exception {
            return registered.isDefault() ? publish() : StepLoggingContext.during(run, this::publish);
        }

        /** Calls the hooks of the publisher; throws what they throw. */
        private PlannedEvent publish() {
            var publisher = registered.publisher();
            var offered = registered.isDefault() ? context : context.isolated();
            if (!publisher.shouldPublish(offered)) {
                return new NotDue(declaration, Status.SKIPPED, Reason.SHOULD_PUBLISH);
            }
            var copy = copyOf(Json.tree(publisher.transformPayload(offered)));
            if (copy.isEmpty()) {
                return new NotDue(declaration, Status.FAILED, Reason.PAYLOAD_UNSTORABLE);
            }
            if (!registered.isDefault() && !payloads.take(copy.get().memory())) {
                return new NotDue(declaration, Status.FAILED, Reason.PUBLISHER_SATURATED);
            }
            var made = copy.get().tree();
            payload = made;
            if (declaration.schema().isPresent()) {
                var evaluation = declaration.schema().get().evaluate(made);
                if (!evaluation.isValid()) {
                    var reason = evaluation.isTooCostly() ? Reason.SCHEMA_TOO_COSTLY : Reason.SCHEMA;
                    return new NotDue(declaration, Status.REJECTED, reason, evaluation.violations(), Optional.of(made));
                }
            }
            var additional = additional(publisher.additionalMetadata(offered));
            if (additional.isEmpty()) {
                return new NotDue(declaration, Status.FAILED, Reason.PAYLOAD_UNSTORABLE, Optional.of(made));
            }
            var metadata = (ObjectNode) additional.get().tree();
            var event = events.event(registered, context, run, made, metadata);
            // What was validated is what is sent: the hook gets a copy.
            return registered.isDefault() || publisher.beforePublish(event.deepCopy())
                    ? Due.of(declaration, registered, event, forms.of(event), copy.get())
                    : new NotDue(declaration, Status.SKIPPED, Reason.BEFORE_PUBLISH);
        }

        private Optional<TreeCopy> additional(ObjectNode metadata) {
            return metadata.isEmpty() ? Optional.of(new TreeCopy(metadata.objectNode(), 0, 0)) : limits.copy(metadata);
        }

        /** The default publisher's payload is the result, which was checked when it was read, or made of a few of its texts. */
        private Optional<TreeCopy> copyOf(JsonNode transformed) {
            return registered.isDefault() && transformed == context.result()
                    ? Optional.of(new TreeCopy(transformed, 0, 0))
                    : limits.copy(transformed);
        }

        private PlannedEvent failed(Throwable thrown) {
            LOG.debugf(thrown, "Publisher failed: publisher=%s event=%s", registered.name(), declaration.name());
            var failed = new NotDue(declaration, Status.FAILED, reasonOf(thrown), Optional.ofNullable(payload));
            errors.thrown(run, failed, thrown);
            return failed;
        }
    }

    private static Reason reasonOf(Throwable thrown) {
        if (thrown instanceof TimeoutException) {
            return Reason.PUBLISHER_TIMEOUT;
        }
        return thrown instanceof RejectedExecutionException ? Reason.PUBLISHER_SATURATED : Reason.PUBLISHER_ERROR;
    }
}
