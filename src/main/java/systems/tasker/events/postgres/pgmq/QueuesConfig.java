package systems.tasker.events.postgres.pgmq;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What operators read of the queues, and what they send again. */
@ConfigMapping(prefix = "tasker.queues")
public interface QueuesConfig {

    /** Timeout of one statement that reads or moves messages for an operator, a search included. */
    @WithDefault("5s")
    Duration timeout();

    /** Age of the oldest message of a queue from which the status is degraded. */
    @WithDefault("15m")
    Duration maxMessageAge();

    Sample sample();

    /** Samples of all queues, which metrics, status and `GET /v1/queues` show. */
    interface Sample {

        /** Interval between two samples of all queues; after as long without a commit, or 10 s, one is tried and rolled back, for the status. */
        @WithDefault("10s")
        Duration interval();

        /** Age, in transactions, of the oldest snapshot from which a session is reported as blocking vacuum of the queues. */
        @WithDefault("100000")
        int xminAgeThreshold();
    }
}
