package systems.tasker.events.postgres.ledger;

import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How results are accepted, and how long they are remembered. */
@ConfigMapping(prefix = "tasker.ledger")
interface LedgerConfig {

    /** Timeout of a commit, and of reading or writing a claimed context, including the wait for a connection. */
    @WithDefault("5s")
    Duration timeout();

    /**
     * Time a commit waits for a lock on a queue; then results for that queue are rejected with 503 and the others are committed. Longer
     * than PostgreSQL's `deadlock_timeout`.
     */
    @WithDefault("2s")
    Duration lockTimeout();

    /**
     * `synchronous_commit` of a commit, whatever the database has: `on`, or `remote-write`, `local`, `off`, which may lose answered
     * results in a crash.
     */
    @WithDefault("on")
    SynchronousCommit synchronousCommit();

    /**
     * What an accepted result must survive: `local`, a crash of the server, or `replicated`, its loss. While the database promises less,
     * results are rejected with 503. Unset, results are accepted as the database keeps them.
     */
    Optional<Durability> requiredDurability();

    /**
     * Concurrent commits, each on a connection of its own; results that arrive during one share the next, a second starts for a full batch or
     * after 20 ms.
     */
    @WithDefault("2")
    int maxConcurrentCommits();

    /** Age at which an accepted result is deleted; a result submitted again after that is accepted as new. Messages are never deleted. */
    @WithDefault("7d")
    Duration retention();

    /**
     * Time without a commit after which one is tried and rolled back, so that the status shows whether results are accepted; `0s` never
     * tries one.
     */
    @WithDefault("10s")
    Duration probeInterval();
}
