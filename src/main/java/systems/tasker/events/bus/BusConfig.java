package systems.tasker.events.bus;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much a subscriber may fall behind. */
@ConfigMapping(prefix = "tasker.bus")
interface BusConfig {

    /** Events that may wait for one subscriber, unless it has a {@code queue-size} of its own; one more is lost and counted as lagged. */
    @WithDefault("2000")
    int queueSize();

    /** Time the subscribers have at shutdown to finish what is waiting for them. */
    @WithDefault("5s")
    Duration drainTimeout();
}
