package systems.tasker.events.publication;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;
import org.jboss.logging.Logger;

import systems.tasker.events.json.TreeMemory;
import systems.tasker.events.observability.LogThrottle;
import systems.tasker.events.publication.PlannedEvent.Due;
import systems.tasker.events.publication.PublicationOutcome.Reason;
import systems.tasker.events.publication.PublicationOutcome.Status;
import systems.tasker.events.publisher.PublishError;
import systems.tasker.events.publisher.PublisherRegistry;

/**
 * Calls {@code onPublishError} of custom publishers whose events do not go out, where these publishers run; no caller waits for it.
 *
 * <p>Thread-safe; never fails.
 */
final class PublishErrors {

    private static final Logger LOG = Logger.getLogger(PublishErrors.class);

    private static final Set<Status> ERRORS = EnumSet.of(Status.REJECTED, Status.FAILED, Status.DROPPED);
    // Known only after the commit; the others are reported when the event is evaluated.
    private static final Set<Reason> OF_COMMIT =
            EnumSet.of(Reason.SEND_REFUSED, Reason.STORE_UNAVAILABLE, Reason.QUEUE_FULL);

    private final PublisherRegistry publishers;
    private final HeapBudget waitingHooks;
    private final LogThrottle failedHooks = new LogThrottle();

    /** @param waitingHooks takes what calls retain that wait or run */
    PublishErrors(PublisherRegistry publishers, HeapBudget waitingHooks) {
        this.publishers = publishers;
        this.waitingHooks = waitingHooks;
    }

    /** An event was evaluated. */
    void evaluated(StepRun run, PlannedEvent planned) {
        if (ERRORS.contains(planned.status())) {
            report(run, planned, planned.reason().orElseThrow(), Optional.empty());
        }
    }

    /** A hook threw, or took too long. */
    void thrown(StepRun run, PlannedEvent planned, Throwable thrown) {
        report(run, planned, planned.reason().orElseThrow(), Optional.of(thrown));
    }

    /** A result is committed, and its plan is final. */
    void committed(StepRun run, List<PlannedEvent> plan) {
        plan.forEach(planned -> planned.reason()
                .filter(OF_COMMIT::contains)
                .ifPresent(reason -> report(run, planned, reason, Optional.empty())));
    }

    /** The commit failed, with everything that was to go out. */
    void notCommitted(StepRun run, List<PlannedEvent> plan) {
        plan.stream()
                .filter(Due.class::isInstance)
                .forEach(planned -> report(run, planned, Reason.STORE_UNAVAILABLE, Optional.empty()));
    }

    private void report(StepRun run, PlannedEvent planned, Reason reason, Optional<Throwable> thrown) {
        var declaration = planned.declaration().orElseThrow();
        var publisher = publishers.of(declaration);
        if (publisher.isDefault()) {
            thrown.ifPresent(bug -> LOG.errorf(bug, "Default publisher failed: event=%s", declaration.name()));
            return;
        }
        Callable<Void> hook = () -> StepLoggingContext.during(run, () -> {
            var context = run.eventContext(declaration, run.outcome()).isolated();
            var payload = planned.payload().<JsonNode>map(JsonNode::deepCopy);
            publisher
                    .publisher()
                    .onPublishError(new PublishError(context, reason.label(), planned.violations(), payload, thrown));
            return null;
        });
        var bytes = run.memory() + planned.payload().map(TreeMemory::of).orElse(0L);
        waitingHooks
                .during(bytes, () -> publisher.call(hook))
                .subscribe()
                .with(
                        done -> {},
                        twice -> failedHooks.log(calls -> LOG.warnf(
                                "onPublishError failed: publisher=%s calls_since_last_line=%d error=%s",
                                publisher.name(), calls, twice)));
    }
}
