package systems.tasker.events.simulation;

import java.util.Locale;

/** Why a recorded result cannot be simulated. */
public enum NotReplayable {
    /** It is not JSON, or no step result. */
    INVALID,
    /** No message holds the context that its step ran in. */
    CONTEXT_MISSING,
    /** Its events are slim, so that they hold only ids of the context, and its template or a publisher of its step may need more. */
    CONTEXT_SLIM,
    /** Neither the notification nor a durable event holds it any longer. */
    RESULT_MISSING;

    /** The spelling in reports. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
