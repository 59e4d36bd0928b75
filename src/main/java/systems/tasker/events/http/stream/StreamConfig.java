package systems.tasker.events.http.stream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The live tail: how many read it, and which events are kept for readers that reconnect. */
@ConfigMapping(prefix = "tasker.stream")
interface StreamConfig {

    /** Concurrent readers, of which one caller may have a tenth; one more is rejected with 503. Each may hold two chunks and a socket. */
    @WithDefault("1000")
    int maxReaders();
}
