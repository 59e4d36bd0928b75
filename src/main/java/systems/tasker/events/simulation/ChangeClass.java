package systems.tasker.events.simulation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a change means for consumers; a pipeline names those that it does not accept. */
public enum ChangeClass {
    /** Events that consumers did not get. */
    ADDED,
    /** Events that consumers miss. */
    REMOVED,
    /** Events with other content, or in another place. */
    CHANGED,
    /** Events that their schema stops. */
    REJECTED;

    /** The spelling on the command line and in reports. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one with a label. */
    public static Optional<ChangeClass> of(String label) {
        return Arrays.stream(values()).filter(one -> one.label().equals(label)).findFirst();
    }
}
