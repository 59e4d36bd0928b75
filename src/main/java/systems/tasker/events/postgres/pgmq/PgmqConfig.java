package systems.tasker.events.postgres.pgmq;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What the service may do to the database. */
@ConfigMapping(prefix = "tasker.pgmq")
interface PgmqConfig {

    /** Whether to create the extension PGMQ and queues at start-up if they are missing; `false` where another role owns them. */
    @WithDefault("true")
    boolean createQueues();

    /** Whether to notify consumers with `pg_notify` after a commit, on one more connection; without it they poll. */
    @WithDefault("true")
    boolean notifyConsumers();
}
