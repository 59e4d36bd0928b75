package systems.tasker.events.subscriber;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.quarkus.arc.All;
import io.quarkus.arc.ClientProxy;
import io.quarkus.runtime.configuration.ConfigurationException;

import systems.tasker.events.event.EventPattern;

/** Discovers the subscriber beans that are not switched off. */
@Singleton
class SubscriberRegistryProducer {

    // What the existing language workers do with a subscriber that does not say.
    private static final String EVERYTHING = "*";

    @Produces
    @Singleton
    SubscriberRegistry registry(
            @All List<BaseSubscriber> subscribers,
            DeclaredSubscriptions declared,
            SubscribersConfig config,
            Clock clock) {
        var disabled = config.disabled().orElse(Set.of());
        var registry = new SubscriberRegistry(
                disabled, name -> settings(name, config.byName()), declared.onVirtualThreads(), clock);
        try {
            subscribers.stream()
                    .map(ClientProxy::unwrap)
                    .forEach(subscriber ->
                            registry.subscribe(subscriber, patterns(subscriber, declared), subscriber.getClass()));
        } catch (IllegalStateException | IllegalArgumentException names) {
            // Without its cause: Quarkus shows the sentence alone, in place of a stack trace of bean creation.
            throw new ConfigurationException(names.getMessage());
        }
        return registry;
    }

    /** The settings of a subscriber. Case does not matter, since names that come from environment variables have none. */
    static SubscriberSettings settings(String name, Map<String, SubscribersConfig.OfOne> byName) {
        var key = byName.keySet().stream().filter(name::equalsIgnoreCase).findFirst();
        var one = byName.get(key.orElse(name));
        try {
            return new SubscriberSettings(
                    one.queueSize(),
                    one.concurrency(),
                    one.timeout(),
                    one.overflow(),
                    one.pauseAfter(),
                    SubscriberSettings.PAUSE);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "tasker.subscribers.\"%s\".%s".formatted(name, wrong.getMessage()), wrong);
        }
    }

    private static List<EventPattern> patterns(BaseSubscriber subscriber, DeclaredSubscriptions declared) {
        var patterns = declared.patterns().getOrDefault(subscriber.getClass().getName(), EVERYTHING);
        return Arrays.stream(patterns.split(" ")).map(EventPattern::new).toList();
    }
}
