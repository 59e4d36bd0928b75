package systems.tasker.events.publication;

import java.time.Duration;

/**
 * Watches the journeys; beans of this type are called on the thread that walks one and must not block.
 *
 * <p>Observing never disturbs: what a listener throws is logged and forgotten.
 */
public interface PublicationListener {

    /** A declared event's journey ended. Called once per event of every result that was newly accepted. */
    default void onOutcome(PublicationOutcome outcome) {}

    /** A result was answered. @param took from hand-in to answer */
    default void onAnswered(Acceptance acceptance, Duration took) {}

    /** The ledger gave its verdict. @param took from the end of the journey to the verdict */
    default void onVerdict(CommitVerdict verdict, Duration took) {}
}
