package systems.tasker.events.subscriber;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

import org.jboss.logging.Logger;

/** The subscribers of this process, by name. */
public final class SubscriberRegistry {

    private static final Logger LOG = Logger.getLogger(SubscriberRegistry.class);

    private final Map<String, Subscription> subscriptions = new ConcurrentSkipListMap<>();

    SubscriberRegistry(List<Subscription> subscriptions) {
        subscriptions.forEach(this::register);
    }

    /** Adds a subscriber. @throws IllegalStateException when its name is taken */
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
