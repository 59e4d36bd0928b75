package systems.tasker.events.subscriber;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** Whether a subscriber takes events. */
@RegisterForReflection
public enum SubscriberState {

    /** It takes them. */
    ACTIVE("active"),

    /** It failed too often in a row; events are lost for it until its pause is over. */
    PAUSED("paused"),

    /** It did not start, was stopped, or says that it is not active; events are skipped. */
    INACTIVE("inactive");

    private final String label;

    SubscriberState(String label) {
        this.label = label;
    }

    /** The name it has in JSON. */
    @JsonValue
    public String label() {
        return label;
    }
}
