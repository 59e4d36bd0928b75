package systems.tasker.events.http.stream;

import java.time.Duration;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The live tail: how many read it, and which events are kept for readers that reconnect. */
@ConfigMapping(prefix = "tasker.stream")
interface StreamConfig {

    /** Concurrent readers; one more is rejected with 503. Each may hold two chunks and a socket. */
    @WithDefault("1000")
    int maxReaders();

    /** Concurrent readers of one caller, by name or, without authentication, by address. */
    @WithDefault("100")
    int maxReadersPerCaller();

    Ring ring();

    /** The most recent events. */
    interface Ring {

        /** Estimated heap that the kept events may take; the oldest are removed first. */
        @WithDefault("16M")
        MemorySize maxBytes();

        /** Time for which events are kept after the last reader has left, for readers that reconnect. */
        @WithDefault("5m")
        Duration retention();
    }
}
