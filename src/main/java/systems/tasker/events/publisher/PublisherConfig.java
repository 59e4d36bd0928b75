package systems.tasker.events.publisher;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What a custom publisher may cost. */
@ConfigMapping(prefix = "tasker.publisher")
interface PublisherConfig {

    /** Time a publisher has for one event before it counts as failed; the caller of the step result waits as long. */
    @WithDefault("5s")
    Duration timeLimit();

    /** Threads of each publisher; one that blocks for ever can hold no more than these. */
    @WithDefault("8")
    int threads();

    /** Events that may wait for one of those threads; one more fails at once. */
    @WithDefault("1000")
    int queueSize();
}
