package systems.tasker.events.postgres.pgmq;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What the service may do to the database, and how long it waits for it. */
@ConfigMapping(prefix = "tasker.pgmq")
interface PgmqConfig {

    /** Whether to create the PGMQ extension at start-up if it is missing; the role needs the privilege. */
    @WithDefault("true")
    boolean createExtension();

    /** Whether to create missing queues at start-up; `false` where another role owns them. */
    @WithDefault("true")
    boolean createQueues();

    /** Whether to notify consumers with `pg_notify` after a commit, on one more connection; without it they poll. */
    @WithDefault("true")
    boolean notifyConsumers();

    Connection connection();

    /** Timeouts of a connection to the database. */
    interface Connection {

        /**
         * Timeout that PostgreSQL applies to a statement without a timeout of its own; shorter than the timeouts of callers, who then get
         * its error. `0s` leaves it to the role.
         */
        @WithDefault("4s")
        Duration statementTimeout();

        /** Timeout of opening a connection. */
        @WithDefault("5s")
        Duration connectTimeout();

        /** Idle time after which a database connection is considered broken and closed; longer than the longest statement. */
        @WithDefault("15s")
        Duration idleTimeout();
    }
}
