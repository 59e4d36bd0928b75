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

    /** Age at which an accepted result is deleted; a result submitted again after that is accepted as new. Messages are never deleted. */
    @WithDefault("7d")
    Duration retention();
}
