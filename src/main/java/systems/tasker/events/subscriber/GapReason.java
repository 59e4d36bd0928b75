package systems.tasker.events.subscriber;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** Why a subscriber did not get events that it wanted. */
@RegisterForReflection
public enum GapReason {

    /** Its queue was full: it handles them more slowly than they come. */
    LAGGED("lagged"),

    /** It had failed too often in a row and was given a pause. */
    PAUSED("paused"),

    /** The service stopped before it had handled what waited for it. */
    SHUTDOWN("shutdown");

    private final String label;

    GapReason(String label) {
        this.label = label;
    }

    /** The name it has in JSON, meters and the log. */
    @JsonValue
    public String label() {
        return label;
    }
}
