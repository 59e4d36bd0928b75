package systems.tasker.events.event;

import java.util.Locale;

/** Where an event is delivered. */
public enum DeliveryMode {
    /** Into the namespace's PGMQ queue, with the commit that accepts the step result. */
    DURABLE(true, false),
    /** To the subscribers inside this process, after that commit. */
    FAST(false, true),
    /** Both ways: the same event with the same id. */
    BROADCAST(true, true);

    private final String label = name().toLowerCase(Locale.ROOT);
    private final boolean durable;
    private final boolean inProcess;

    DeliveryMode(boolean durable, boolean inProcess) {
        this.durable = durable;
        this.inProcess = inProcess;
    }

    public boolean isDurable() {
        return durable;
    }

    public boolean isInProcess() {
        return inProcess;
    }

    /** The spelling in templates, receipts and meters. */
    public String label() {
        return label;
    }
}
