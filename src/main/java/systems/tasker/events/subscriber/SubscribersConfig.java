package systems.tasker.events.subscriber;

import java.util.Optional;
import java.util.Set;

import io.smallrye.config.ConfigMapping;

/** Which subscribers run. */
@ConfigMapping(prefix = "tasker.subscribers")
interface SubscribersConfig {

    /** Names of subscribers that are switched off, such as {@code LoggingSubscriber}. */
    Optional<Set<String>> disabled();
}
