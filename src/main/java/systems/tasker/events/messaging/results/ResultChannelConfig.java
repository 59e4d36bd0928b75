package systems.tasker.events.messaging.results;

import java.time.Duration;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What the channel `step-results` may have under way, and how long it waits. */
@ConfigMapping(prefix = "tasker.ingress.channel")
interface ResultChannelConfig {

    /** Messages under way; two commits full of results, more would only wait here instead of in their queue. */
    @WithDefault("400")
    int maxMessages();

    /** Bytes that the messages under way may add up to before the next one is asked for; in the works they take many times that. */
    @WithDefault("2M")
    MemorySize maxBytes();

    /** Shortest pause before a message is tried again while the database is away. */
    @WithDefault("1s")
    Duration firstPause();

    /** Longest pause before a message is tried again; a database that is back does not have to wait for the results longer than that. */
    @WithDefault("30s")
    Duration longestPause();

    /** Time that messages under way have at shutdown; what is left then is not acknowledged and comes again. */
    @WithDefault("10s")
    Duration drainTimeout();
}
