package systems.tasker.events.publication;

/**
 * How much waits in the mode {@code fire-and-forget}, in numbers; sizes are limited as well.
 *
 * @param queueSize results whose events may wait for publication; the events of one more are dropped
 * @param workers results whose events are published at the same time
 */
record BackgroundLimits(int queueSize, int workers) {

    /** A second of results that are published in 4 ms each; more workers would only wait for the same commits. */
    static final BackgroundLimits DEFAULT = new BackgroundLimits(1_000, 4);
}
