package systems.tasker.events.observability.queues;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How the queues are monitored. */
@ConfigMapping(prefix = "tasker.queues")
interface QueueMonitorConfig {

    /** Age of the oldest message of a queue from which the status is degraded. */
    @WithDefault("15m")
    Duration maxMessageAge();

    Sample sample();

    /** Samples of all queues, which metrics, status and `GET /v1/queues` show. */
    interface Sample {

        /** Interval between two samples of all queues. */
        @WithDefault("10s")
        Duration interval();

        /** Timeout of a sample; one that times out leaves the figures of the sample before it. */
        @WithDefault("10s")
        Duration timeout();

        /** Messages counted per queue and figure; a count that reaches it is marked as capped. */
        @WithDefault("10000")
        int maxCount();

        /** Queues that have meters of their own; limits the time series of the monitoring. */
        @WithDefault("500")
        int maxMeters();

        /** Age, in transactions, of the oldest snapshot from which a session is reported as blocking vacuum of the queues. */
        @WithDefault("100000")
        int xminAgeThreshold();
    }
}
