package systems.tasker.events.http;

import java.time.Duration;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What a request may hold, and a message. */
@ConfigMapping(prefix = "tasker.ingress")
public interface IngressConfig {

    /** Bytes a batch may have; a thousand results of some kilobytes. */
    @WithDefault("16M")
    MemorySize maxBatchSize();

    /** Results a batch may have. */
    @WithDefault("1000")
    int maxBatchResults();

    /** Time a body may take to arrive; a slower one would keep its place in the intake from others. */
    @WithDefault("30s")
    Duration bodyTimeout();

    /** Results that one caller may hand in per second over HTTP, on this instance; `0`: as many as it likes. */
    @WithDefault("0")
    int maxResultsPerSecond();

    /** What `Retry-After` says while the database is away or too much is under way. */
    @WithDefault("5s")
    Duration retryAfter();
}
