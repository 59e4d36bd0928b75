package systems.tasker.events.observability.status;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How this instance monitors itself. */
@ConfigMapping(prefix = "tasker.observation")
interface ObservationConfig {

    /** Timeout for every event loop and one worker thread to respond; after it liveness is down. */
    @WithDefault("5s")
    Duration livenessTimeout();
}
