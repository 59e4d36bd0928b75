package systems.tasker.events.postgres.ledger;

import java.time.Duration;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How long and where the contexts of claimed steps are kept. */
@ConfigMapping(prefix = "tasker.context")
interface ContextConfig {

    /** Age at which a claimed context is given up; its result is then accepted without one. */
    @WithDefault("24h")
    Duration expiry();

    /** JSON text of the contexts kept in memory to save a read; the table holds them all. */
    @WithDefault("16M")
    MemorySize cacheSize();

    /** Time a read or write may take before the sender is told to come back later. */
    @WithDefault("5s")
    Duration timeout();

    /** Time between two purges of expired contexts; one replica at a time purges. */
    @WithDefault("10m")
    Duration purgeInterval();

    /** Contexts that one statement deletes; small enough to hold its locks but briefly. */
    @WithDefault("1000")
    int purgeBatchSize();

    /** Time that a statement which deletes contexts may take; longer than the others have, because nobody waits for it. */
    @WithDefault("10s")
    Duration purgeTimeout();
}
