package systems.tasker.events.postgres.ledger;

import java.time.Duration;

/** What one statement of a purge may cost; the same for accepted results and claimed contexts. */
final class PurgeLimits {

    /** Rows that one statement deletes: few enough to hold their locks for milliseconds. */
    static final int BATCH_SIZE = 1_000;

    /** Timeout of one statement: longer than a commit has, because no request waits for it. */
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private PurgeLimits() {}
}
