package systems.tasker.events.json;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What one submitted result or claim may hold, over HTTP and from a channel. */
@ConfigMapping(prefix = "tasker.ingress")
public interface JsonConfig {

    /** Bytes a body may have; a result with its whole context is a few kilobytes as a rule. */
    @WithDefault("1M")
    MemorySize maxBodySize();

    /** Levels that objects and arrays may be nested; deeper documents cost the database its stack. */
    @WithDefault("200")
    int maxNestingDepth();

    /** Digits a number may have; a decimal of thousands costs far more time than the bytes it comes in. */
    @WithDefault("1000")
    int maxNumberLength();
}
