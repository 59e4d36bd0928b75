package systems.tasker.events.observability.metrics;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What the figures say about where they come from. */
@ConfigMapping(prefix = "tasker.metrics")
interface MetricsConfig {

    /** The `worker_id` of the statistics: the host's name, which in a cluster is the pod's. */
    @WithDefault("${HOSTNAME:local}")
    String workerId();

    /** Time without a failure after which the status forgets the earlier ones of an event; longer than people look away. */
    @WithDefault("10m")
    Duration failingUntilQuietFor();
}
