package systems.tasker.events.postgres.inbox;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What the database does for consumers of events. */
@ConfigMapping(prefix = "tasker.consumers")
interface ConsumersConfig {

    /** Whether migrations install the inbox: SQL functions with which an event has its effect once per consumer. */
    @WithDefault("false")
    boolean inbox();

    /** Age at which the inbox forgets an event; an event sent again after that has its effect again. */
    @WithDefault("30d")
    Duration inboxRetention();
}
