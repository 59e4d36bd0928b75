package systems.tasker.events.observability;

import java.time.Duration;

/**
 * How long the shutdown waits for what is in progress, one after the other. With {@code quarkus.shutdown.delay} and {@code
 * quarkus.shutdown.timeout} they have to be shorter than the time after which the process is killed.
 */
public final class DrainTimeouts {

    /** For messages of the channel with step results; after it they are not acknowledged and are delivered again. */
    public static final Duration RESULT_CHANNEL = Duration.ofSeconds(10);

    /** For events of the mode {@code fire-and-forget} that wait for publication; after it the rest is lost and its number is logged. */
    public static final Duration PUBLICATION = Duration.ofSeconds(10);

    /** For events that wait for a subscriber; after it they are lost, as fast events may be, and their number is logged. */
    public static final Duration SUBSCRIBERS = Duration.ofSeconds(5);

    private DrainTimeouts() {}
}
