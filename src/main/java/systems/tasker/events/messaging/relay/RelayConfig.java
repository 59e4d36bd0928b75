package systems.tasker.events.messaging.relay;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where the relay sends events. */
@ConfigMapping(prefix = "tasker.relay")
interface RelayConfig {

    /** Topic of an event; `{namespace}` and `{event_name}` are replaced by those of the event. */
    @WithDefault("{namespace}.domain-events")
    String topic();
}
