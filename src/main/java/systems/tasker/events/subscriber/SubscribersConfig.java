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

    /** Names of subscribers that are disabled, such as `LoggingSubscriber`. */
    Optional<Set<String>> disabled();

    /** The settings of each subscriber, by its name. */
    @WithParentName
    @WithDefaults
    Map<String, OfOne> byName();

    /** The settings of one subscriber. */
    interface OfOne {

        /** Events that may wait for it; one more is dropped and counted as lagged. */
        @WithDefault(SubscriberSettings.DEFAULT_QUEUE_SIZE)
        int queueSize();

        /** Events it handles at the same time; `1` keeps their order. */
        @WithDefault(SubscriberSettings.DEFAULT_CONCURRENCY)
        int concurrency();

        /** Timeout of handling one event; then the subscriber is interrupted and the event has failed. */
        @WithDefault(SubscriberSettings.DEFAULT_TIMEOUT)
        Duration timeout();

        /**
         * Event that is dropped when its queue is full: the arriving one (`drop-newest`) or the one that has waited longest
         * (`drop-oldest`).
         */
        @WithDefault(SubscriberSettings.DEFAULT_OVERFLOW)
        Overflow overflow();

        /** Consecutive failures after which it is paused for 30 s, during which its events are dropped; `0` disables pausing. */
        @WithDefault(SubscriberSettings.DEFAULT_PAUSE_AFTER)
        int pauseAfter();
    }
}
