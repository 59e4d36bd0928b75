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

    /** Levels that objects and arrays may be nested; deeper documents cost the database its stack. */
    @WithDefault("200")
    int maxNestingDepth();

    /** What `Retry-After` says while the database is away. */
    @WithDefault("5s")
    Duration retryAfter();
}
