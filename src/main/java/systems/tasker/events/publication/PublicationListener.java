package systems.tasker.events.publication;

import java.time.Duration;
import java.util.Optional;

import systems.tasker.events.event.DeliveryMode;

/**
 * Watches the journeys; beans of this type are called on the thread that walks one and must not block.
 *
 * <p>Observing never disturbs: what a listener throws is logged and forgotten.
 */
public interface PublicationListener {

    /**
     * A declared event of a result that was newly accepted begins to count; {@link #onOutcome} says later, and once, what became of it.
     *
     * @param namespace the task's namespace; empty when nobody knows it
     * @param eventName the declared name; {@code *} for all events of a step whose declarations nobody knows
     * @param deliveryMode the declared mode; empty when nobody knows it
     */
    default void onEvaluated(String namespace, String eventName, Optional<DeliveryMode> deliveryMode) {}

    /** A declared event's journey ended. Called once per event of every result that was newly accepted. */
    default void onOutcome(PublicationOutcome outcome) {}

    /** A result was answered. @param took from hand-in to answer */
    default void onAnswered(Acceptance acceptance, Duration took) {}

    /** The ledger gave its verdict. @param took from the end of the journey to the verdict */
    default void onVerdict(CommitVerdict verdict, Duration took) {}
}
