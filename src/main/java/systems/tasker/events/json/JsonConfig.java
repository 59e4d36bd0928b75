package systems.tasker.events.json;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How large one submitted result or claim may be, over HTTP and from a channel. */
@ConfigMapping(prefix = "tasker.ingress")
public interface JsonConfig {

    /** Maximum size of a step result or claim; a result with its whole context has some kilobytes. */
    @WithDefault("1M")
    MemorySize maxBodySize();

    /** Maximum size of a result, a claim or a payload as PostgreSQL writes it, with all zeros of a number such as `1e-9999`. */
    @WithDefault("4M")
    MemorySize maxWrittenSize();
}
