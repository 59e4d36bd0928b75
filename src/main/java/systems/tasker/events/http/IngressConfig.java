package systems.tasker.events.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What one request, one caller, and all requests together may cost. */
@ConfigMapping(prefix = "tasker.ingress")
interface IngressConfig {

    /** Maximum size of a step result or claim; a result with its whole context has some kilobytes. */
    @WithDefault("1M")
    MemorySize maxBodySize();

    /** Step results per second that one caller may submit over HTTP to this instance; `0` means no limit. */
    @WithDefault("0")
    int maxResultsPerSecond();
}
