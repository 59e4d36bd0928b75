package systems.tasker.events.subscriber;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.quarkus.arc.All;
import io.quarkus.arc.ClientProxy;

import systems.tasker.events.event.EventPattern;

/** Discovers the subscriber beans that are not switched off. */
@Singleton
class SubscriberRegistryProducer {

    // What the existing language workers do with a subscriber that does not say.
    private static final String EVERYTHING = "*";

    @Produces
    @Singleton
    SubscriberRegistry registry(
            @All List<BaseSubscriber> subscribers, DeclaredSubscriptions declared, SubscribersConfig config) {
        var disabled = config.disabled().orElse(Set.of());
        return new SubscriberRegistry(subscribers.stream()
                .map(ClientProxy::unwrap)
                .filter(subscriber -> !disabled.contains(subscriber.name()))
                .map(subscriber -> new Subscription(subscriber, patterns(subscriber, declared)))
                .toList());
    }

    private static List<EventPattern> patterns(BaseSubscriber subscriber, DeclaredSubscriptions declared) {
        var patterns = declared.patterns().getOrDefault(subscriber.getClass().getName(), EVERYTHING);
        return Arrays.stream(patterns.split(" ")).map(EventPattern::new).toList();
    }
}
