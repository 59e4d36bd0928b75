package systems.tasker.events.postgres.server;

import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** Sessions of the database that hold what others need. */
@ConfigMapping(prefix = "tasker.database")
interface BlockerConfig {

    /** Age from which stuck sessions, also of other applications, are ended with `pg_terminate_backend`, if the role may; unset, never. */
    Optional<Duration> terminateStuckAfter();
}
