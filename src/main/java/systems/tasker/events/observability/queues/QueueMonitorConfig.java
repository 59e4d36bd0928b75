package systems.tasker.events.observability.queues;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How the queues are monitored. */
@ConfigMapping(prefix = "tasker.queues")
interface QueueMonitorConfig {

    /** Age of a queue's oldest message from which the status is degraded: nobody consumes it, or not fast enough. */
    @WithDefault("15m")
    Duration oldAfter();

    Sample sample();

    /** How the figures of all queues are taken. */
    interface Sample {

        /** Time between two samples of all queues; often enough for alerts, which look at minutes, and seldom enough to cost nothing. */
        @WithDefault("10s")
        Duration interval();

        /** Time a sample may take before it is given up and the one before it stands; by then the next one is due. */
        @WithDefault("10s")
        Duration timeLimit();

        /** Messages counted per queue and figure; a full queue would be read whole each time otherwise. */
        @WithDefault("10000")
        int maxCount();

        /** Queues that get meters of their own; a database with more would fill the monitoring with time series. */
        @WithDefault("500")
        int maxMeters();

        /** Transactions that may begin while somebody sees rows of before; then the queues are taken to be pinned, and the log says by whom. */
        @WithDefault("100000")
        int pinnedAge();
    }
}
