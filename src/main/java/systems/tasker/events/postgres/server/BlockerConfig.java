package systems.tasker.events.postgres.server;

import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Sessions of the database that hold what others need. */
@ConfigMapping(prefix = "tasker.database")
interface BlockerConfig {

    /** Age from which a session that is idle in a transaction, a listener that is stopped, or a prepared transaction is reported. */
    @WithDefault("30s")
    Duration stuckAfter();

    /** Age from which such sessions, also those of other applications, are ended with `pg_terminate_backend`, if the role may; unset, never. */
    Optional<Duration> terminateStuckAfter();
}
