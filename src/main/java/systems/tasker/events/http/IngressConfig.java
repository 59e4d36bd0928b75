package systems.tasker.events.http;

import java.time.Duration;
import java.util.Optional;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What one request, one caller, and all requests together may cost. */
@ConfigMapping(prefix = "tasker.ingress")
interface IngressConfig {

    /** Maximum size of a step result or claim; a result with its whole context has some kilobytes. */
    @WithDefault("1M")
    MemorySize maxBodySize();

    /** Maximum size of a batch of step results. */
    @WithDefault("16M")
    MemorySize maxBatchSize();

    /** Timeout of receiving a request body. */
    @WithDefault("30s")
    Duration bodyTimeout();

    /** Step results per second that one caller may submit over HTTP to this instance; `0` means no limit. */
    @WithDefault("0")
    int maxResultsPerSecond();

    /** Concurrent requests with a body; one more is rejected with 503. Some hundreds keep the database busy. */
    @WithDefault("2000")
    int maxConcurrentRequests();

    /** Total size of the bodies of concurrent requests, beyond which requests get 503; by default 1/24 of the heap. */
    Optional<MemorySize> maxConcurrentBytes();
}
