package systems.tasker.events.observability;

import java.time.Duration;

/** The progress of a channel that sends: messages are submitted, and each is acknowledged or fails. Thread-safe. */
public final class SendingProgress {

    private static final String NONE_ACKNOWLEDGED = "messages were submitted, and none was acknowledged";
    private static final String NONE_SUCCEEDED = "messages cannot be sent, and none was acknowledged";

    // Longer than the pause before another attempt, five minutes by default; what comes to no attempt is not reported
    // without end.
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private final ChannelProgress progress;
    private int inProgress;

    SendingProgress(ChannelProgress progress) {
        this.progress = progress;
    }

    public synchronized void submitted() {
        if (inProgress++ == 0) {
            progress.waits(NONE_ACKNOWLEDGED);
        }
    }

    /** The other side has it, or it is known that it never will. */
    public synchronized void settled() {
        inProgress--;
        progress.moved();
        if (inProgress == 0) {
            progress.nothingWaits();
        }
    }

    /** It could not be sent now, and waits for another attempt where it came from. */
    public synchronized void failed() {
        inProgress--;
        if (inProgress == 0) {
            progress.waits(NONE_SUCCEEDED, LONGEST_PAUSE);
        }
    }
}
