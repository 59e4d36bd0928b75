package systems.tasker.events.ingress;

import java.time.Duration;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What a request may hold. */
@ConfigMapping(prefix = "tasker.ingress")
interface IngressConfig {

    /** Bytes a body may have; a result with its whole context is a few kilobytes as a rule. */
    @WithDefault("1M")
    MemorySize maxBodySize();

    /** Bytes a batch may have; a thousand results of some kilobytes. */
    @WithDefault("16M")
    MemorySize maxBatchSize();

    /** Results a batch may have. */
    @WithDefault("1000")
    int maxBatchResults();

    /** Levels that objects and arrays may be nested; deeper documents cost the database its stack. */
    @WithDefault("200")
    int maxNestingDepth();

    /** What `Retry-After` says while the database is away or too much is under way. */
    @WithDefault("5s")
    Duration retryAfter();
}
