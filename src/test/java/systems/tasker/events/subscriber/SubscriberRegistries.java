package systems.tasker.events.subscriber;

import java.util.List;

/** Registries of given subscriptions, for the tests of the rooms above. */
public final class SubscriberRegistries {

    private SubscriberRegistries() {}

    public static SubscriberRegistry of(Subscription... subscriptions) {
        return new SubscriberRegistry(List.of(subscriptions));
    }
}
