package systems.tasker.events.bus;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import systems.tasker.events.subscriber.SubscriberSettings;

/** In-process delivery. */
@ConfigMapping(prefix = "tasker.bus")
interface BusConfig {

    /** Events that may wait for one subscriber without a `queue-size` of its own; one more is dropped and counted as lagged. */
    @WithDefault(SubscriberSettings.DEFAULT_QUEUE_SIZE)
    int queueSize();

    /** Time at shutdown for subscribers to handle the events that wait for them. */
    @WithDefault("5s")
    Duration drainTimeout();
}
