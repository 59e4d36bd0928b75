package systems.tasker.events.postgres.pgmq;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What the service does about PGMQ in its database. */
@ConfigMapping(prefix = "tasker.pgmq")
interface PgmqConfig {

    /** Whether to create the PGMQ extension at start-up where it is missing; the role needs the right to. */
    @WithDefault("true")
    boolean createExtension();

    /** Whether to create missing queues at start-up; switch it off where another role owns them. */
    @WithDefault("true")
    boolean createQueues();

    /** Whether to wake up consumers with `pg_notify` when messages were sent; it takes one connection. Without it they poll. */
    @WithDefault("true")
    boolean notifyConsumers();

    /** Shortest time between two notifications; what is sent meanwhile shares the next one. A busy service would send thousands else. */
    @WithDefault("5ms")
    Duration notifyInterval();

    /** Time at start-up that building the index of an ordered queue may hold up its senders; what would take longer is logged, as SQL to run. */
    @WithDefault("2s")
    Duration indexTimeout();

    /** Time the checks at start-up may take before the start fails. */
    @WithDefault("30s")
    Duration startTimeout();

    Connection connection();

    /** How long anything may take on a connection to the database, so that nobody waits without end. */
    interface Connection {

        /** Time that PostgreSQL gives a statement which has no limit of its own; less than the time-outs of those who wait, so that they learn how it ended. `0s` for what its role says. */
        @WithDefault("4s")
        Duration statementTimeout();

        /** Time that reaching the server may take; a whole commit has no more. */
        @WithDefault("5s")
        Duration connectTimeout();

        /** Time without a word after which a connection is taken to lead nowhere, and closed; longer than the longest statement there may be. */
        @WithDefault("15s")
        Duration silenceTimeout();
    }
}
