package systems.tasker.events.subscriber;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

import org.jboss.logging.Logger;

import systems.tasker.events.event.EventPattern;

/** The subscribers of this process, by name. */
public final class SubscriberRegistry {

    private static final Logger LOG = Logger.getLogger(SubscriberRegistry.class);

    private final Map<String, Subscription> subscriptions = new ConcurrentSkipListMap<>();

    private final Set<String> disabled;
    private final Function<String, SubscriberSettings> settings;
    private final Set<String> onVirtualThreads;
    private final Clock clock;

    /**
     * An empty registry.
     *
     * @param disabled names of subscribers that are switched off
     * @param settings the settings of a subscriber, by its name
     * @param onVirtualThreads names of bean classes that asked to run on virtual threads
     */
    SubscriberRegistry(
            Set<String> disabled,
            Function<String, SubscriberSettings> settings,
            Set<String> onVirtualThreads,
            Clock clock) {
        this.disabled = disabled;
        this.settings = settings;
        this.onVirtualThreads = onVirtualThreads;
        this.clock = clock;
    }

    /**
     * Adds a subscriber with the settings that its name has, unless it is switched off.
     *
     * @param beanClass the class that its author wrote
     * @throws IllegalStateException when its name is taken
     * @throws IllegalArgumentException when its settings make no sense
     */
    public void subscribe(BaseSubscriber subscriber, List<EventPattern> patterns, Class<?> beanClass) {
        var name = subscriber.name();
        if (disabled.contains(name)) {
            LOG.infof("Subscriber disabled: subscriber=%s", name);
        } else {
            var onVirtualThread = onVirtualThreads.contains(beanClass.getName());
            register(new Subscription(subscriber, patterns, settings.apply(name), onVirtualThread, clock));
        }
    }

    /**
     * Adds a subscriber.
     *
     * @throws IllegalStateException when its name is taken
     */
    public void register(Subscription subscription) {
        var earlier = subscriptions.putIfAbsent(subscription.name(), subscription);
        if (earlier != null) {
            throw new IllegalStateException("Subscriber name '" + subscription.name() + "' is taken twice: by "
                    + earlier.subscriber().getClass().getName() + " and by "
                    + subscription.subscriber().getClass().getName());
        }
    }

    /** Every subscription, sorted by name. */
    public Collection<Subscription> all() {
        return subscriptions.values();
    }

    public Optional<Subscription> find(String name) {
        return Optional.ofNullable(subscriptions.get(name));
    }

    /** Starts every subscriber; one that fails is logged and stays inactive. */
    public void startAll() {
        for (var subscription : all()) {
            try {
                subscription.subscriber().start();
            } catch (Exception | LinkageError failed) {
                LOG.errorf(failed, "Subscriber did not start: subscriber=%s", subscription.name());
            }
        }
    }

    /** Stops every subscriber; one that fails is logged. */
    public void stopAll() {
        for (var subscription : all()) {
            try {
                subscription.subscriber().stop();
            } catch (Exception | LinkageError failed) {
                LOG.warnf(failed, "Subscriber did not stop: subscriber=%s", subscription.name());
            }
        }
    }

    /** The statistics of every subscriber, sorted by name. */
    public List<SubscriberStatistics> statistics() {
        return all().stream().map(Subscription::statistics).toList();
    }
}
