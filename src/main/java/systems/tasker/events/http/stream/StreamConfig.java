package systems.tasker.events.http.stream;

import java.time.Duration;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What watching the events of this instance may cost. */
@ConfigMapping(prefix = "tasker.stream")
interface StreamConfig {

    /** Readers at once; one more is told to come back later. Each may hold two chunks and a socket. */
    @WithDefault("1000")
    int maxReaders();

    /** Readers at once of one caller, who is told by name or, without one, by address; enough for a team behind one proxy, a tenth of all. */
    @WithDefault("100")
    int maxReadersPerCaller();

    /** Time between two rounds of writing; people do not notice it, and one write carries what came meanwhile. */
    @WithDefault("50ms")
    Duration interval();

    /** Share of an event loop's time that writing to readers may take; what is not written within it waits in the ring or is passed over. */
    @WithDefault("0.01")
    double timeShare();

    /** Bytes written to a reader at once; as many may wait for its socket before it gets no more. */
    @WithDefault("16K")
    MemorySize chunkSize();

    /** Time without an event after which a reader gets a comment; proxies close what is idle for a minute, this service too. */
    @WithDefault("15s")
    Duration heartbeat();

    Ring ring();

    /** What is kept for readers that are slow or come back. */
    interface Ring {

        /** Events kept at most. */
        @WithDefault("10000")
        int maxEvents();

        /** Bytes of heap, by a rough estimate, that the kept events may take up; the oldest go first. */
        @WithDefault("16M")
        MemorySize maxBytes();

        /** Time for which events are kept once nobody reads, for readers that come back; after it nothing is kept until somebody reads again. */
        @WithDefault("5m")
        Duration keptFor();
    }
}
