package systems.tasker.events.observability.metrics;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Statistics of events. */
@ConfigMapping(prefix = "tasker.metrics")
interface MetricsConfig {

    /** The `worker_id` of the statistics; the host name, which in Kubernetes is the name of the pod. */
    @WithDefault("${HOSTNAME:local}")
    String workerId();
}
