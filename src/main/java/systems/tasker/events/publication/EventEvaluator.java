package systems.tasker.events.publication;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import systems.tasker.events.observability.LogThrottle;
import systems.tasker.events.publication.PublicationOutcome.Reason;
import systems.tasker.events.publication.PublicationOutcome.Status;
import systems.tasker.events.publisher.PublisherRegistry;
import systems.tasker.events.publisher.RegisteredPublisher;
import systems.tasker.events.publisher.StepEventContext;
import systems.tasker.events.step.StepOutcome;
import systems.tasker.events.template.EventDeclaration;

/** Walks the declared events of a run up to the commit, each past its condition to its publisher. */
final class EventEvaluator {

    private static final Logger LOG = Logger.getLogger(EventEvaluator.class);

    private final PublisherRegistry publishers;
    private final Predicate<String> hasQueueFor;
    private final EventFactory maker;
    private final LogThrottle failedTwice = new LogThrottle();

    /** @param hasQueueFor whether a namespace has a queue for its events */
    EventEvaluator(PublisherRegistry publishers, Predicate<String> hasQueueFor, EventFactory maker) {
        this.publishers = publishers;
        this.hasQueueFor = hasQueueFor;
        this.maker = maker;
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
        var stepOutcome = run.outcome();
        while (outcomes.size() < declarations.size()) {
            var declaration = declarations.get(outcomes.size());
            var early = notDue(run, declaration, stepOutcome);
            if (early != null) {
                outcomes.add(early);
                continue;
            }
            // Both the files and the contexts are checked against the registry, which never changes.
            var publisher = declaration.publisher().flatMap(publishers::find).orElseGet(publishers::defaultPublisher);
            var context = run.eventContext(declaration, stepOutcome);
            if (!publisher.isNonBlocking()) {
                return publisher
                        .call(() -> make(publisher, context, run))
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

    private PublicationOutcome notDue(StepRun run, EventDeclaration declaration, StepOutcome stepOutcome) {
        if (!declaration.condition().holdsFor(stepOutcome)) {
            return not(Status.SKIPPED, Reason.CONDITION, declaration, run);
        }
        var hasNoQueue = declaration.deliveryMode().isDurable() && !hasQueueFor.test(run.namespace());
        return hasNoQueue ? not(Status.FAILED, Reason.QUEUE_MISSING, declaration, run) : null;
    }

    private PublicationOutcome askHere(RegisteredPublisher publisher, StepEventContext context, StepRun run) {
        try {
            return make(publisher, context, run);
        } catch (Throwable thrown) {
            // An Error of somebody else's bean must not fail the step.
            return failed(publisher, context, run, thrown);
        }
    }

    private PublicationOutcome failed(
            RegisteredPublisher publisher, StepEventContext context, StepRun run, Throwable thrown) {
        LOG.debugf(thrown, "Publisher failed: publisher=%s event=%s", publisher.name(), context.eventName());
        notifyOf(publisher, context, run, thrown);
        return not(Status.FAILED, reasonOf(thrown), context.declaration(), run);
    }

    private PublicationOutcome make(RegisteredPublisher publisher, StepEventContext context, StepRun run)
            throws Exception {
        // The default publisher logs nothing, so it is spared the fields of the log.
        return publishers.isDefault(publisher)
                ? maker.make(publisher, context, run)
                : StepLoggingContext.during(run, () -> maker.make(publisher, context, run));
    }

    private void notifyOf(RegisteredPublisher publisher, StepEventContext context, StepRun run, Throwable thrown) {
        publisher
                .call(() -> StepLoggingContext.during(run, () -> {
                    publisher.publisher().onPublishError(context.isolated(), thrown);
                    return null;
                }))
                .subscribe()
                .with(
                        done -> {},
                        twice -> failedTwice.log(calls -> LOG.warnf(
                                "onPublishError failed: publisher=%s calls_since_last_line=%d error=%s",
                                publisher.name(), calls, twice)));
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
