package systems.tasker.events.publisher;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What a custom publisher may cost. */
@ConfigMapping(prefix = "tasker.publisher")
interface PublisherConfig {

    /** Timeout of a publisher for one event; then the event has failed. The caller of the step result waits as long. */
    @WithDefault("5s")
    Duration timeout();

    /** Threads of each publisher that is not marked as non-blocking. */
    @WithDefault("8")
    int threads();
}
