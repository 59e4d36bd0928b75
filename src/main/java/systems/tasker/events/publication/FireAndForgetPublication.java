package systems.tasker.events.publication;

import java.time.Duration;
import java.util.List;

import io.smallrye.mutiny.Uni;

import systems.tasker.events.publication.PublicationOutcome.Reason;

/**
 * The result is answered as soon as orchestration is notified; its events follow from a bounded queue, or are dropped when that is full.
 *
 * <p>For those who would rather lose events than wait for them. What a process that dies had in its queue is lost.
 */
final class FireAndForgetPublication implements PublicationMode {

    private final EventEvaluator evaluator;
    private final EventRouter router;
    private final EventHandOn handOn;
    private final ResultLedger ledger;
    private final BackgroundPublication background;

    FireAndForgetPublication(
            PublicationConfig.FireAndForget config,
            EventEvaluator evaluator,
            EventRouter router,
            EventHandOn handOn,
            ResultLedger ledger) {
        this.evaluator = evaluator;
        this.router = router;
        this.handOn = handOn;
        this.ledger = ledger;
        this.background = new BackgroundPublication(this::publish, config.queueSize(), config.workers());
    }

    @Override
    public Uni<List<PublicationOutcome>> beforeCommit(StepRun run) {
        return Uni.createFrom()
                .item(run.declarations()
                        .map(events -> events.stream()
                                .map(event -> PublicationOutcome.deferred(event, run.namespace()))
                                .toList())
                        .orElseGet(() -> List.of(run.undeclaredOutcome())));
    }

    @Override
    public void afterCommit(StepRun run, List<PublicationOutcome> outcomes) {
        if (run.declarations().isEmpty()) {
            handOn.handOn(run, outcomes);
        } else if (!background.offer(run)) {
            handOn.handOn(
                    run, outcomes.stream().map(PublicationOutcome::dropped).toList());
        }
    }

    @Override
    public int drain(Duration timeout) throws InterruptedException {
        return background.awaitIdle(timeout) ? 0 : background.underWay();
    }

    private Uni<Void> publish(StepRun run) {
        return evaluator
                .evaluate(run)
                .chain(outcomes -> send(run, outcomes))
                .invoke(outcomes -> handOn.handOn(run, outcomes))
                .replaceWithVoid();
    }

    private Uni<List<PublicationOutcome>> send(StepRun run, List<PublicationOutcome> outcomes) {
        var durable = router.durable(outcomes);
        return durable.isEmpty()
                ? Uni.createFrom().item(outcomes)
                : ledger.send(durable, run.submission().trace())
                        .replaceWith(outcomes)
                        .onFailure(StoreUnavailableException.class)
                        .recoverWithItem(() -> router.withoutDurable(outcomes, Reason.STORE_UNAVAILABLE))
                        .onFailure()
                        .recoverWithUni(
                                refused -> send(run, router.refused(outcomes, String.valueOf(refused.getMessage()))));
    }
}
