package systems.tasker.events.observability.status;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How this instance watches itself. */
@ConfigMapping(prefix = "tasker.observation")
interface ObservationConfig {

    /** Time in which every event loop and one worker thread must answer, or the process is reported as not alive; no healthy one needs a second. */
    @WithDefault("5s")
    Duration wedgedAfter();
}
