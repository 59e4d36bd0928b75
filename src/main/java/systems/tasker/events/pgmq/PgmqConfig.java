package systems.tasker.events.pgmq;

import java.time.Duration;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How the service uses its database. */
@ConfigMapping(prefix = "tasker.pgmq")
interface PgmqConfig {

    /** Whether to create the PGMQ extension at start-up where it is missing; the role needs the right to. */
    @WithDefault("true")
    boolean createExtension();

    /** Whether to create missing queues at start-up; switch it off where another role owns them. */
    @WithDefault("true")
    boolean createQueues();

    /** Time a commit may take, waiting for a connection included, before the sender is told to come back later. */
    @WithDefault("5s")
    Duration commitTimeout();

    /** Time the checks at start-up may take before the start fails. */
    @WithDefault("30s")
    Duration startTimeout();

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
