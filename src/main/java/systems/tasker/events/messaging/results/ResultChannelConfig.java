package systems.tasker.events.messaging.results;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The channel `step-results`. */
@ConfigMapping(prefix = "tasker.ingress.channel")
interface ResultChannelConfig {

    /** Messages of the channel that are processed at the same time; two full commits. */
    @WithDefault("400")
    int maxConcurrentMessages();

    /** Time at shutdown for messages being processed; after it they are not acknowledged and are delivered again. */
    @WithDefault("10s")
    Duration drainTimeout();
}
