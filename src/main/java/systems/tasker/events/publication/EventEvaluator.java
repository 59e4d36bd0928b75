package systems.tasker.events.publication;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.node.NullNode;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.event.EventMetadata;
import systems.tasker.events.publication.PublicationOutcome.Reason;
import systems.tasker.events.publication.PublicationOutcome.Status;
import systems.tasker.events.publisher.BasePublisher;
import systems.tasker.events.publisher.PublisherRegistry;
import systems.tasker.events.publisher.RegisteredPublisher;
import systems.tasker.events.publisher.StepEventContext;
import systems.tasker.events.step.StorableText;
import systems.tasker.events.template.EventDeclaration;
import systems.tasker.events.template.StepDefinition;

/** Walks one declared event up to the commit: condition, publisher, schema, metadata, last look. */
final class EventEvaluator {

    private static final Logger LOG = Logger.getLogger(EventEvaluator.class);

    private final PublisherRegistry publishers;
    private final QueuePlan queues;
    private final Clock clock;
    private final Supplier<UUID> ids;

    EventEvaluator(PublisherRegistry publishers, QueuePlan queues, Clock clock, Supplier<UUID> ids) {
        this.publishers = publishers;
        this.queues = queues;
        this.clock = clock;
        this.ids = ids;
    }

    /** How far each declared event gets, one after the other, in the order of declaration; never fails. */
    Uni<List<PublicationOutcome>> evaluate(StepRun run) {
        return run.declarations()
                .map(declarations -> evaluate(run, declarations, new ArrayList<>(declarations.size())))
                .orElseGet(() -> Uni.createFrom().item(List.of(run.undeclaredOutcome())));
    }

    /** Goes on behind the outcomes there are, on this thread as long as no publisher needs one of its own. */
    private Uni<List<PublicationOutcome>> evaluate(
            StepRun run, List<EventDeclaration> declarations, List<PublicationOutcome> outcomes) {
        while (outcomes.size() < declarations.size()) {
            var declaration = declarations.get(outcomes.size());
            var early = notDue(run, declaration);
            if (early != null) {
                outcomes.add(early);
                continue;
            }
            // Both the files and the contexts are checked against the registry, which never changes.
            var publisher = declaration.publisher().flatMap(publishers::find).orElseGet(publishers::defaultPublisher);
            var context = run.eventContext(declaration);
            if (!publisher.isNonBlocking()) {
                return publisher
                        .call(() -> ask(publisher, context, run))
                        .onFailure()
                        .recoverWithItem(thrown -> failed(publisher, context, run, thrown))
                        .chain(outcome -> {
                            outcomes.add(outcome);
                            return evaluate(run, declarations, outcomes);
                        });
            }
            outcomes.add(askHere(publisher, context, run));
        }
        return Uni.createFrom().item(outcomes);
    }

    private PublicationOutcome notDue(StepRun run, EventDeclaration declaration) {
        if (!declaration.condition().holdsFor(run.outcome())) {
            return not(Status.SKIPPED, Reason.CONDITION, declaration, run);
        }
        var hasNoQueue = declaration.deliveryMode().isDurable() && !queues.hasQueueFor(run.namespace());
        return hasNoQueue ? not(Status.FAILED, Reason.QUEUE_MISSING, declaration, run) : null;
    }

    private PublicationOutcome askHere(RegisteredPublisher publisher, StepEventContext context, StepRun run) {
        try {
            return ask(publisher, context, run);
        } catch (Throwable thrown) {
            // An Error of somebody else's bean must not fail the step.
            return failed(publisher, context, run, thrown);
        }
    }

    private PublicationOutcome ask(RegisteredPublisher registered, StepEventContext context, StepRun run) {
        BasePublisher publisher = registered.publisher();
        var declaration = context.declaration();
        var asked = publishers.isDefault(registered) ? context : context.isolated();
        if (!publisher.shouldPublish(asked)) {
            return not(Status.SKIPPED, Reason.SHOULD_PUBLISH, declaration, run);
        }
        var made = publisher.transformPayload(asked);
        var payload = made == null ? NullNode.getInstance() : made;
        if (declaration.schema().isPresent()) {
            var violations = declaration.schema().get().violations(payload);
            if (!violations.isEmpty()) {
                return not(Status.REJECTED, Reason.SCHEMA, declaration, run).with(violations);
            }
        }
        var additional = publisher.additionalMetadata(asked);
        if (!StorableText.isStorable(payload) || !StorableText.isStorable(additional)) {
            return not(Status.FAILED, Reason.PAYLOAD_UNSTORABLE, declaration, run);
        }
        var step = context.taskSequenceStep();
        var event = new DomainEvent(
                ids.get(),
                declaration.name(),
                declaration.version(),
                new DomainEvent.Payload(step, context.executionResult(), payload),
                new EventMetadata(
                        step.taskUuid(),
                        step.stepUuid(),
                        step.stepName(),
                        step.namespace(),
                        step.correlationId(),
                        clock.instant(),
                        firedBy(registered, run),
                        additional));
        return publisher.beforePublish(event)
                ? PublicationOutcome.published(declaration, event)
                : not(Status.SKIPPED, Reason.BEFORE_PUBLISH, declaration, run);
    }

    private String firedBy(RegisteredPublisher publisher, StepRun run) {
        return publishers.isDefault(publisher)
                ? run.definition().flatMap(StepDefinition::handlerCallable).orElse(publisher.name())
                : publisher.name();
    }

    private PublicationOutcome failed(
            RegisteredPublisher publisher, StepEventContext context, StepRun run, Throwable thrown) {
        LOG.debugf(thrown, "Publisher failed: publisher=%s event=%s", publisher.name(), context.eventName());
        notifyOf(publisher, context, thrown);
        return not(Status.FAILED, reasonOf(thrown), context.declaration(), run);
    }

    private static void notifyOf(RegisteredPublisher publisher, StepEventContext context, Throwable thrown) {
        publisher
                .call(() -> {
                    publisher.publisher().onPublishError(context.isolated(), thrown);
                    return null;
                })
                .subscribe()
                .with(
                        done -> {},
                        twice -> LOG.warnf("onPublishError failed: publisher=%s error=%s", publisher.name(), twice));
    }

    private static Reason reasonOf(Throwable thrown) {
        if (thrown instanceof TimeoutException) {
            return Reason.PUBLISHER_TIMEOUT;
        }
        return thrown instanceof RejectedExecutionException ? Reason.PUBLISHER_SATURATED : Reason.PUBLISHER_ERROR;
    }

    private static PublicationOutcome not(Status status, Reason reason, EventDeclaration declaration, StepRun run) {
        return PublicationOutcome.not(status, reason, declaration, run.namespace());
    }
}
