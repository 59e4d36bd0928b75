package systems.tasker.events.ingress;

import java.time.Duration;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What a request may hold, and a message. */
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

    /** Digits a number may have; a decimal of thousands costs far more time than the bytes it comes in. */
    @WithDefault("1000")
    int maxNumberLength();

    /** Time a body may take to arrive; a slower one would keep its place in the intake from others. */
    @WithDefault("30s")
    Duration bodyTimeout();

    /** Results that one caller may hand in per second over HTTP, on this instance; `0`: as many as it likes. */
    @WithDefault("0")
    int maxResultsPerSecond();

    /** What `Retry-After` says while the database is away or too much is under way. */
    @WithDefault("5s")
    Duration retryAfter();

    Channel channel();

    /** What the channel `step-results` may have under way, and how long it waits. */
    interface Channel {

        /** Messages under way; two commits full of results, more would only wait here instead of in their queue. */
        @WithDefault("400")
        int maxMessages();

        /** Bytes that the messages under way may add up to before the next one is asked for; in the works they take many times that. */
        @WithDefault("2M")
        MemorySize maxBytes();

        /** Shortest pause before a message is tried again while the database is away. */
        @WithDefault("1s")
        Duration firstPause();

        /** Longest pause before a message is tried again; a database that is back does not have to wait for the results longer than that. */
        @WithDefault("30s")
        Duration longestPause();

        /** Time that messages under way have at shutdown; what is left then is not acknowledged and comes again. */
        @WithDefault("10s")
        Duration drainTimeout();
    }
}
