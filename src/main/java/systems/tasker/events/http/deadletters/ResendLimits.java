package systems.tasker.events.http.deadletters;

import java.time.Duration;

/**
 * What a redrive, discard or replay does.
 *
 * @param batchSize messages that one statement sends
 * @param scanSize archived messages that one statement reads to find them
 * @param maxMessages messages that one call sends unless it asks for fewer
 * @param timeout time after which a call ends and reports what remains
 */
record ResendLimits(int batchSize, int scanSize, int maxMessages, Duration timeout) {

    // Few enough to hold the locks of their rows for milliseconds, many enough that the round trip does not matter.
    private static final int BATCH_SIZE = 100;

    private static final int SCAN_SIZE = 10_000;

    // The caller repeats the call for the rest.
    private static final int MAX_MESSAGES = 10_000;

    // Before proxies give up a connection without an answer, which they do after a minute.
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    static final ResendLimits DEFAULT = new ResendLimits(BATCH_SIZE, SCAN_SIZE, MAX_MESSAGES, TIMEOUT);
}
