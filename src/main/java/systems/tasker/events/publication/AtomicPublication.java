package systems.tasker.events.publication;

import java.time.Duration;
import java.util.List;

import io.smallrye.mutiny.Uni;

/** Everything is known before the commit, and the rest of the way leads past nothing that could fail the result. */
final class AtomicPublication implements PublicationMode {

    private final EventEvaluator evaluator;
    private final EventHandOn handOn;

    AtomicPublication(EventEvaluator evaluator, EventHandOn handOn) {
        this.evaluator = evaluator;
        this.handOn = handOn;
    }

    @Override
    public Uni<List<PublicationOutcome>> beforeCommit(StepRun run) {
        return evaluator.evaluate(run);
    }

    @Override
    public void afterCommit(StepRun run, List<PublicationOutcome> outcomes) {
        handOn.handOn(run, outcomes);
    }

    @Override
    public int drain(Duration timeout) {
        return 0;
    }
}
