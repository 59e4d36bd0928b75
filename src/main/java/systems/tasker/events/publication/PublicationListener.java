package systems.tasker.events.publication;

import java.time.Duration;
import java.util.Optional;

import systems.tasker.events.event.DeliveryMode;
import systems.tasker.events.publication.store.CommitVerdict;

/**
 * Observes the journeys, for meters and the like; beans of this type are found by CDI.
 *
 * <p><b>When and where.</b> After the commit or, for {@link #onVerdict}, the verdict; on the thread that walks the journey. A listener
 * must be thread-safe and must not block.
 *
 * <p><b>Failures.</b> An exception is logged and contained. After a crash between the commit and a call, that call is not repeated: a
 * committed event may never be reported.
 */
public interface PublicationListener {

    /**
     * A declared event belongs to a result that was newly accepted; {@link #onOutcome} reports its outcome later, once.
     *
     * @param namespace the task's namespace; empty when it is unknown
     * @param eventName the declared name; {@code *} for all events of a step whose declarations are unknown
     * @param deliveryMode the declared mode; empty when it is unknown
     */
    default void onEvaluated(String namespace, String eventName, Optional<DeliveryMode> deliveryMode) {}

    /** A declared event's journey ended. Called once per event of every result that was newly accepted. */
    default void onOutcome(PublicationOutcome outcome) {}

    /**
     * A result was answered.
     *
     * @param took from the submission to the answer
     */
    default void onAnswered(Acceptance acceptance, Duration took) {}

    /**
     * The ledger returned its verdict.
     *
     * @param took from the complete plan to the verdict
     */
    default void onVerdict(CommitVerdict verdict, Duration took) {}
}
