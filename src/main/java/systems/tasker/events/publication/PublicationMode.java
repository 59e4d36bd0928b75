package systems.tasker.events.publication;

import java.time.Duration;
import java.util.List;

import io.smallrye.mutiny.Uni;

/** How the events of a result go out in relation to the commit that accepts it. */
sealed interface PublicationMode permits AtomicPublication, FireAndForgetPublication {

    /** What is known of a run's events when it is committed; the durable ones among them are part of the commit. Never fails. */
    Uni<List<PublicationOutcome>> beforeCommit(StepRun run);

    /** Called with those outcomes, as the commit left them, once it is done; returns at once. */
    void afterCommit(StepRun run, List<PublicationOutcome> outcomes);

    /** Waits for what goes on after results were answered. @return how many results' events are not published when the time is up */
    int drain(Duration timeout) throws InterruptedException;
}
