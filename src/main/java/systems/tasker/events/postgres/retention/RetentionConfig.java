package systems.tasker.events.postgres.retention;

import java.util.Optional;
import java.util.Set;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How long archives keep messages. */
@ConfigMapping(prefix = "tasker.queues.archive")
interface RetentionConfig {

    /** Age at which archived messages are deleted, per queue and separated by commas, such as `payments_domain_events=90d`; other archives are kept. */
    Optional<Set<String>> retention();

    /** Archived messages that a replica deletes per second at most; replicas take turns. */
    @WithDefault("1000")
    int maxDeletesPerSecond();
}
