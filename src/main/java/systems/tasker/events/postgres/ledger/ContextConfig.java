package systems.tasker.events.postgres.ledger;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How long and where the contexts of claimed steps are kept. */
@ConfigMapping(prefix = "tasker.context")
interface ContextConfig {

    /** Age at which a claimed context is deleted; the result of its step is then accepted without context. */
    @WithDefault("24h")
    Duration retention();
}
