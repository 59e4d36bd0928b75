package systems.tasker.events.postgres.ledger;

import java.time.Duration;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How results are accepted, and how long they are remembered. */
@ConfigMapping(prefix = "tasker.ledger")
interface LedgerConfig {

    /** Time a commit may take, waiting for a connection included, before the sender is told to come back later. */
    @WithDefault("5s")
    Duration commitTimeout();

    /** Time a commit waits for a lock, such as somebody's on a queue, before results for that queue are refused and the others go on without them; longer than PostgreSQL's `deadlock_timeout`. */
    @WithDefault("2s")
    Duration lockTimeout();

    GroupCommit groupCommit();

    Retention retention();

    /** How long accepted results are remembered. Messages are never deleted, read or unread. */
    interface Retention {

        /** Age at which an accepted result is forgotten; longer than any sender retries. */
        @WithDefault("7d")
        Duration window();

        /** Time between two purges; one replica at a time purges. */
        @WithDefault("10m")
        Duration interval();

        /** Results that one statement deletes; small enough to hold its locks but briefly. */
        @WithDefault("1000")
        int batchSize();

        /** Time that a statement which deletes results may take; longer than a commit has, because nobody waits for it. */
        @WithDefault("10s")
        Duration timeout();
    }

    /** How results share a commit while the database is busy. */
    interface GroupCommit {

        /** Commits under way at once, each on a connection of its own; more of them make smaller ones. */
        @WithDefault("2")
        int lanes();

        /** Results that may share a commit. */
        @WithDefault("200")
        int maxResults();

        /** Text that the results of one commit may add up to; it bounds what one statement costs the database. */
        @WithDefault("4M")
        MemorySize maxSize();
    }
}
