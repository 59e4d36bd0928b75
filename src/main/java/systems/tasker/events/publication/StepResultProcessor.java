package systems.tasker.events.publication;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;

import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.publication.CommitVerdict.AlreadyAccepted;
import systems.tasker.events.publication.CommitVerdict.ClaimGone;
import systems.tasker.events.publication.CommitVerdict.Committed;
import systems.tasker.events.publication.CommitVerdict.EventsRefused;

/**
 * Takes a step result from hand-in to receipt.
 *
 * <pre>
 *     result ─▶ resolve ─▶ for each declared event, in order:
 *                 │            condition? ──no──▶ skipped(condition)
 *                 │            publisher.shouldPublish? ──no──▶ skipped(should_publish)
 *                 │            publisher.transformPayload ─▶ schema ──violated──▶ rejected(violations)
 *                 │            publisher.beforePublish? ──no──▶ skipped(before_publish)
 *                 │            publisher throws, overruns ──▶ failed(reason)
 *                 │        ─▶ commit: orchestration notification + all durable events (one transaction)
 *                 │             │ accepted before ──▶ replay, or conflict when it was another body
 *                 │             │ events refused ──▶ failed(send_refused): commit again with them as dead letters,
 *                 │             │                    and without them when they are refused there, too
 *                 └──────◀──────┘ claim gone ──▶ once more, with the context as it is now
 *              ─▶ handOn: fast events to the bus, afterPublish hooks
 *              ─▶ receipt
 * </pre>
 *
 * <p>Safe to use from any thread; blocks none.
 */
public final class StepResultProcessor {

    private final ContextStore contexts;
    private final ResultLedger ledger;
    private final StepRunResolver resolver;
    private final PublicationMode mode;
    private final EventRouter router;
    private final CommitWriter commits;
    private final PublicationListener listener;
    private final JourneySpans spans;

    StepResultProcessor(
            ContextStore contexts,
            ResultLedger ledger,
            StepRunResolver resolver,
            PublicationMode mode,
            EventRouter router,
            CommitWriter commits,
            PublicationListener listener,
            JourneySpans spans) {
        this.contexts = contexts;
        this.ledger = ledger;
        this.resolver = resolver;
        this.mode = mode;
        this.router = router;
        this.commits = commits;
        this.listener = listener;
        this.spans = spans;
    }

    /**
     * Processes a result.
     *
     * @return fails with {@link InvalidInputException} when the result can never be accepted, and with {@link StoreUnavailableException} when
     *     it may be accepted later
     */
    public Uni<Acceptance> process(StepResultSubmission submission) {
        var start = System.nanoTime();
        var span = spans.journey(submission);
        return spans.during(span, resolve(submission.in(span.getSpanContext())).chain(this::proceed))
                .invoke(acceptance -> listener.onAnswered(acceptance, since(start)));
    }

    private Uni<StepRun> resolve(StepResultSubmission submission) {
        return submission
                .inlineContext()
                .map(context -> Uni.createFrom().item(() -> resolver.inline(submission, context)))
                .orElseGet(() -> contexts.find(submission.result().stepUuid())
                        .map(claim -> resolver.claimed(submission, claim)));
    }

    private Uni<Acceptance> proceed(StepRun run) {
        if (run.attempt().isPresent()) {
            return publish(run);
        }
        // Its claim may have ended with the first hand-in of this very body, which then knew the attempt.
        return ledger.find(run.result().stepUuid(), run.submission().bodyDigest())
                .chain(earlier -> earlier.map(known -> answered(run, known)).orElseGet(() -> publish(run)));
    }

    private Uni<Acceptance> publish(StepRun run) {
        return mode.beforeCommit(run).chain(outcomes -> commit(run, outcomes));
    }

    private Uni<Acceptance> commit(StepRun run, List<PublicationOutcome> outcomes) {
        var start = System.nanoTime();
        var durable = router.durable(outcomes);
        var span = spans.commit(run, commits.notificationQueue(), durable.size());
        var commit = commits.of(run, outcomes, durable, span.getSpanContext());
        return spans.during(span, ledger.commit(commit))
                .invoke(verdict -> listener.onVerdict(verdict, since(start)))
                .chain(verdict -> {
                    if (verdict instanceof Committed committed) {
                        contexts.forget(commit.key().stepUuid());
                        run.tellEvaluated(listener);
                        mode.afterCommit(run, outcomes);
                        return accepted(commit, committed);
                    } else if (verdict instanceof AlreadyAccepted already) {
                        return unlessClaimedAgain(run, () -> answered(run, already.earlier()));
                    } else if (verdict instanceof EventsRefused refused
                            && !commit.durableEvents().isEmpty()) {
                        return commit(run, router.refused(outcomes, refused.detail()));
                    } else if (verdict instanceof ClaimGone) {
                        // Nobody holds the claim any more, as after its expiry: the context at hand is all there is.
                        return unlessClaimedAgain(run, () -> publish(run.withoutClaim()));
                    }
                    throw new IllegalStateException("Commit refused: " + verdict);
                });
    }

    /** A context from memory may be that of an earlier attempt; the store knows. */
    private Uni<Acceptance> unlessClaimedAgain(StepRun run, Supplier<Uni<Acceptance>> otherwise) {
        if (run.claimId().isEmpty()) {
            return otherwise.get();
        }
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
        var same = earlier.bodyDigest().equals(run.submission().bodyDigest());
        var kind = same ? Acceptance.Kind.REPLAYED : Acceptance.Kind.CONFLICT;
        return Uni.createFrom().item(new Acceptance(kind, earlier.receipt()));
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
}
