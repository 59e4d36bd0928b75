package systems.tasker.events.subscriber;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;
import io.smallrye.config.WithParentName;

/** Which subscribers run, and how each is served. */
@ConfigMapping(prefix = "tasker.subscribers")
interface SubscribersConfig {

    /** Names of subscribers that are switched off, such as {@code LoggingSubscriber}. */
    Optional<Set<String>> disabled();

    /** The settings of each subscriber, by its name. */
    @WithParentName
    @WithDefaults
    Map<String, OfOne> byName();

    /** The settings of one subscriber. */
    interface OfOne {

        /** Events that may wait for it. */
        @WithDefault("${tasker.bus.queue-size}")
        int queueSize();

        /** Events it is given at the same time; 1 keeps their order, more of them are for one that waits for others and does not care. */
        @WithDefault("1")
        int concurrency();

        /** Time it has for one event before it is interrupted and the event counts as failed; one that hangs comes back on its own. */
        @WithDefault("1m")
        Duration timeLimit();

        /** Which event is lost when its queue is full: the one that comes ({@code drop-newest}) or the one that has waited longest ({@code drop-oldest}). */
        @WithDefault("drop-newest")
        Overflow overflow();

        /** Failures in a row after which it is paused, 0 for never; more than a bad batch of events, fewer than fill the log. */
        @WithDefault("50")
        int pauseAfter();

        /** Time for which it is paused; events are lost for it meanwhile, and the first one after that is its trial. */
        @WithDefault("30s")
        Duration pause();
    }
}
