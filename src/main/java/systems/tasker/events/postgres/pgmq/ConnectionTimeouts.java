package systems.tasker.events.postgres.pgmq;

import java.time.Duration;

/**
 * Timeouts of a connection to the database. They follow from those of the calls, because each is of use in one order only.
 *
 * <pre>
 *     lock  &lt;  statement  &lt;  commit, look-up  &lt;  silent connection
 *     a commit that waits for a lock on one queue has time left to commit the results for the others
 *     a commit that waits longer than its statement reports why; a connection that is closed sooner than a statement ends loses its answer
 * </pre>
 *
 * @param connect of opening a connection
 * @param statement that PostgreSQL applies to a statement without a timeout of its own
 * @param idle after which a connection without a byte from the server is considered broken and is closed
 */
public record ConnectionTimeouts(Duration connect, Duration statement, Duration idle) {

    // Longer than PostgreSQL's deadlock_timeout of a second, so that a deadlock is reported as one.
    private static final double LOCK_SHARE = 0.4;
    // The rest is for the way to the server and back, so that the caller gets the server's error.
    private static final double STATEMENT_SHARE = 0.8;
    // As long as a purge or a sample may take, which have their own timeouts.
    private static final Duration IDLE_MARGIN = Duration.ofSeconds(10);

    /** The time that a commit with this timeout waits for a lock on a queue. */
    public static Duration lock(Duration commit) {
        return share(commit, LOCK_SHARE);
    }

    /**
     * The timeouts of the pools.
     *
     * @param commit timeout of a commit or look-up
     * @param queues timeout of a statement that an operator asked for
     */
    static ConnectionTimeouts of(Duration commit, Duration queues) {
        var longest = commit.compareTo(queues) > 0 ? commit : queues;
        return new ConnectionTimeouts(commit, share(commit, STATEMENT_SHARE), longest.plus(IDLE_MARGIN));
    }

    private static Duration share(Duration timeout, double share) {
        return Duration.ofMillis((long) (timeout.toMillis() * share));
    }
}
