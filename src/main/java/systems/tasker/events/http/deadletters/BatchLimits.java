package systems.tasker.events.http.deadletters;

/**
 * What one statement of a redrive, discard or replay does.
 *
 * @param batchSize messages that it sends
 * @param scanSize archived messages that it reads to find them
 */
record BatchLimits(int batchSize, int scanSize) {

    /** Few enough to hold the locks of their rows for milliseconds, many enough that the round trip does not matter. */
    static final BatchLimits DEFAULT = new BatchLimits(100, 10_000);
}
