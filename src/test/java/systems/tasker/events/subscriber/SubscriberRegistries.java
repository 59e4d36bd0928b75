package systems.tasker.events.subscriber;

import java.time.Clock;
import java.util.List;
import java.util.Set;

/** Registries of given subscriptions, for tests of other packages. */
public final class SubscriberRegistries {

    private SubscriberRegistries() {}

    public static SubscriberRegistry of(Subscription... subscriptions) {
        var registry =
                new SubscriberRegistry(Set.of(), name -> SubscriberSettings.DEFAULT, Set.of(), Clock.systemUTC());
        List.of(subscriptions).forEach(registry::register);
        return registry;
    }
}
