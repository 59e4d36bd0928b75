package systems.tasker.events.publication;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;

import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.publication.store.CommitVerdict.AlreadyAccepted;
import systems.tasker.events.publication.store.CommitVerdict.ClaimGone;
import systems.tasker.events.publication.store.CommitVerdict.Committed;
import systems.tasker.events.publication.store.CommitVerdict.EventsRefused;
import systems.tasker.events.publication.store.ContextStore;
import systems.tasker.events.publication.store.ContextStore.ClaimedContext;
import systems.tasker.events.publication.store.ResultCommit;
import systems.tasker.events.publication.store.ResultLedger;
import systems.tasker.events.publication.store.ResultLedger.AcceptedResult;
import systems.tasker.events.publication.store.StoreUnavailableException;

/**
 * Walks the journey of a step result, from the submission to the receipt.
 *
 * <pre>
 *     submission ─▶ resolve: step context and declared events
 *                ─▶ proceed ──body does not say its attempt──▶ this body accepted before ──▶ answered: replay
 *                │                                            no claim, but an attempt answered ──▶ answered: conflict
 *                │
 *                ├─▶ measure: the notification and the durable events would be too large ──▶ invalid input, or a replay
 *                ├─▶ plan: each declared event past its condition, publisher and schema (EventEvaluator);
 *                │         deferred in the mode fire-and-forget
 *                ├─▶ commit: accepted result + notification of orchestration + durable events, in one transaction
 *                │     │ fails ──▶ onPublishError of the events that were due (PublishErrors); the sender retries
 *                │     │ accepted before ──▶ answered: replay, or conflict when it was another body
 *                │     │ claim gone ──▶ proceed with the context as it is now, or without the claim
 *                │     │ events refused ──▶ commit with them as dead letters,
 *                │     │                    and without those that are refused there, too, one by one (RefusedEvents)
 *                ├─▶ dispatch: outcomes to listeners, fast events to the bus, afterPublish (PostCommitDispatcher);
 *                │             in the background in the mode fire-and-forget (BackgroundPublication)
 *                └─▶ accepted: the receipt
 * </pre>
 *
 * <p>Thread-safe; blocks no thread.
 */
public final class StepResultProcessor {

    private final ContextStore contexts;
    private final ResultLedger ledger;
    private final StepRunResolver resolver;
    private final EventEvaluator evaluator;
    private final RefusedEvents refusedEvents;
    private final PublishErrors errors;
    private final long maxMessagesSize;
    private final HeapBudget payloads;
    private final NotificationMessage notification;
    private final EventForms forms;
    private final PostCommitDispatcher dispatcher;
    private final Optional<BackgroundPublication> background;
    private final PublicationListener listener;
    private final JourneySpans spans;

    /**
     * Creates a processor.
     *
     * @param maxMessagesSize characters of the messages that one result may become
     * @param payloads takes what custom publishers make
     * @param background evaluates and publishes events after the answer; empty in the mode {@code atomic}
     */
    StepResultProcessor(
            ContextStore contexts,
            ResultLedger ledger,
            StepRunResolver resolver,
            EventEvaluator evaluator,
            RefusedEvents refusedEvents,
            PublishErrors errors,
            long maxMessagesSize,
            HeapBudget payloads,
            NotificationMessage notification,
            EventForms forms,
            PostCommitDispatcher dispatcher,
            Optional<BackgroundPublication> background,
            PublicationListener listener,
            JourneySpans spans) {
        this.contexts = contexts;
        this.ledger = ledger;
        this.resolver = resolver;
        this.evaluator = evaluator;
        this.refusedEvents = refusedEvents;
        this.errors = errors;
        this.maxMessagesSize = maxMessagesSize;
        this.payloads = payloads;
        this.notification = notification;
        this.forms = forms;
        this.dispatcher = dispatcher;
        this.background = background;
        this.listener = listener;
        this.spans = spans;
    }

    /**
     * Processes a result.
     *
     * @return fails with {@link InvalidInputException} when the result can never be accepted, and with {@link StoreUnavailableException}
     *     when it may be accepted later
     */
    public Uni<Acceptance> process(StepResultSubmission submission) {
        var start = System.nanoTime();
        var span = spans.journey(submission);
        return spans.during(span, resolve(submission.in(span.getSpanContext())).chain(this::proceed))
                .invoke(acceptance -> listener.onAnswered(acceptance, since(start)));
    }

    /** What was dispatched since the process started. */
    public RouterStatistics statistics() {
        return dispatcher.statistics();
    }

    /**
     * Waits for the events of answered results.
     *
     * @return the number of results whose events are not published when the time is up
     */
    int drain(Duration timeout) throws InterruptedException {
        return background.isPresent() ? background.get().drain(timeout) : 0;
    }

    private Uni<StepRun> resolve(StepResultSubmission submission) {
        return submission
                .inlineContext()
                .map(context -> Uni.createFrom().item(() -> resolver.inline(submission, context)))
                .orElseGet(() -> contexts.find(submission.result().stepUuid())
                        .map(claim -> resolver.claimed(submission, claim)));
    }

    private Uni<Acceptance> proceed(StepRun run) {
        if (run.submission().identifiesItself()) {
            return publish(run);
        }
        // Only after the claim was read: the commit fails when that claim has changed, so this answer is not older than
        // the claim.
        return ledger.find(run.result().stepUuid(), run.submission().bodyDigest())
                .chain(earlier -> earlier.filter(known -> isAnswer(known, run))
                        .map(known -> answered(run, known))
                        .orElseGet(() -> publish(run)));
    }

    /** Whether it answers the same body or, where no claim says which attempt this is, one that is not earlier. */
    private static boolean isAnswer(AcceptedResult known, StepRun run) {
        var attempt = known.receipt().attempt();
        return Acceptance.isSameBody(known, run)
                || run.claimId().isEmpty() && attempt != null && run.attempt().orElse(attempt) <= attempt;
    }

    private Uni<Acceptance> publish(StepRun run) {
        var sizes = MessageSizes.of(run, notification.form(), forms);
        var tooLarge = sizes.problem(evaluator.durable(run), evaluator::hasOwnPayload, maxMessagesSize);
        if (tooLarge != null) {
            return unlessAccepted(run, new InvalidInputException(tooLarge));
        }
        var share = payloads.share();
        return plan(run, share)
                .chain(plan -> commit(run, sizes, plan))
                .onTermination()
                .invoke(share::release);
    }

    /** It may have been accepted while the limit was higher, or while fewer events were declared. */
    private Uni<Acceptance> unlessAccepted(StepRun run, InvalidInputException problem) {
        return ledger.find(run.result().stepUuid(), run.submission().bodyDigest())
                .chain(earlier -> earlier.filter(known -> Acceptance.isSameBody(known, run))
                        .map(known -> answered(run, known))
                        .orElseGet(() -> Uni.createFrom().failure(problem)));
    }

    private Uni<List<PlannedEvent>> plan(StepRun run, HeapBudget.Share share) {
        if (run.declarations().isEmpty()) {
            return Uni.createFrom()
                    .item(List.of(new PlannedEvent.Undeclared(run.undeclared().orElseThrow(), run.problems())));
        }
        var declarations = run.declarations().get();
        return background.isEmpty()
                ? evaluator.evaluate(run, declarations, share)
                : Uni.createFrom().item(BackgroundPublication.deferred(declarations));
    }

    private Uni<Acceptance> commit(StepRun run, MessageSizes sizes, List<PlannedEvent> plan) {
        var start = System.nanoTime();
        var durable = PlannedEvent.durable(plan);
        var span = spans.commit(run, notification.queue(), durable.size());
        var commit = notification.commit(run, plan, sizes.of(plan), span.getSpanContext());
        return spans.during(span, ledger.commit(commit))
                .onFailure()
                .invoke(() -> errors.notCommitted(run, plan))
                .invoke(verdict -> listener.onVerdict(verdict, since(start)))
                .chain(verdict -> {
                    if (verdict instanceof Committed committed) {
                        contexts.forget(run.result().stepUuid(), run.attempt());
                        run.reportEvaluated(listener);
                        dispatch(run, sizes, plan);
                        return accepted(commit, committed);
                    } else if (verdict instanceof AlreadyAccepted already) {
                        return run.claimId().isEmpty()
                                ? answered(run, already.earlier())
                                : withRefreshedClaim(run, () -> answered(run, already.earlier()));
                    } else if (verdict instanceof EventsRefused refused && !durable.isEmpty()) {
                        return refusedEvents
                                .replan(plan, refused.detail())
                                .chain(replanned -> commit(run, sizes, replanned));
                    } else if (verdict instanceof ClaimGone) {
                        return withRefreshedClaim(run, () -> proceed(run.withoutClaim()));
                    }
                    throw new IllegalStateException(
                            "The ledger refused events although none was committed: " + verdict);
                });
    }

    private void dispatch(StepRun run, MessageSizes sizes, List<PlannedEvent> plan) {
        if (background.isPresent() && run.declarations().isPresent()) {
            background.get().offer(run, sizes);
        } else {
            dispatcher.dispatch(run, plan, sizes.memory());
        }
    }

    /** A cached context may be that of an earlier attempt, so the store is read. */
    private Uni<Acceptance> withRefreshedClaim(StepRun run, Supplier<Uni<Acceptance>> otherwise) {
        return contexts.refresh(run.result().stepUuid()).chain(claim -> {
            var claimedAgain =
                    claim.isPresent() && !claim.map(ClaimedContext::claimId).equals(run.claimId());
            return claimedAgain ? proceed(resolver.claimed(run.submission(), claim)) : otherwise.get();
        });
    }

    private static Uni<Acceptance> accepted(ResultCommit commit, Committed committed) {
        var receipt = commit.receipt().withMsgIds(committed.notificationMsgId(), committed.eventMsgIds());
        return Uni.createFrom().item(new Acceptance(Acceptance.Kind.ACCEPTED, receipt));
    }

    private static Uni<Acceptance> answered(StepRun run, AcceptedResult earlier) {
        return Uni.createFrom().item(Acceptance.of(earlier, run));
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
}
