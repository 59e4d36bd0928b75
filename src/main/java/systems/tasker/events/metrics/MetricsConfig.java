package systems.tasker.events.metrics;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What the figures say about where they come from. */
@ConfigMapping(prefix = "tasker.metrics")
interface MetricsConfig {

    /** The `worker_id` of the statistics: the host's name, which in a cluster is the pod's. */
    @WithDefault("${HOSTNAME:local}")
    String workerId();
}
