package systems.tasker.events.postgres.pgmq;

import java.time.Duration;

/**
 * Timeouts of a connection to the database. They follow from those of the calls, because each is of use in one order only.
 *
 * <pre>
 *     statement  &lt;  commit, look-up  &lt;  silent connection
 *     a commit that waits longer than its statement reports why; a connection that is closed sooner than a statement ends loses its answer
 * </pre>
 *
 * @param connect of opening a connection
 * @param statement that PostgreSQL applies to a statement without a timeout of its own
 * @param idle after which a connection without a byte from the server is considered broken and is closed
 */
record ConnectionTimeouts(Duration connect, Duration statement, Duration idle) {

    // The rest is for the way to the server and back, so that the caller gets the server's error.
    private static final double STATEMENT_SHARE = 0.8;
    // As long as a purge or a sample may take, which have their own timeouts.
    private static final Duration IDLE_MARGIN = Duration.ofSeconds(10);

    /**
     * The timeouts of the pools.
     *
     * @param commit timeout of a commit or look-up
     * @param queues timeout of a statement that an operator asked for
     */
    static ConnectionTimeouts of(Duration commit, Duration queues) {
        var longest = commit.compareTo(queues) > 0 ? commit : queues;
        return new ConnectionTimeouts(
                commit, Duration.ofMillis((long) (commit.toMillis() * STATEMENT_SHARE)), longest.plus(IDLE_MARGIN));
    }
}
