package systems.tasker.events.subscriber;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jboss.logging.Logger;

import systems.tasker.events.event.EventPattern;

/**
 * The subscribers of this process, by name. Thread-safe.
 *
 * <p>Beans and observer methods are registered before the start. Later, {@link #subscribe} and {@link #unregister} add and remove
 * subscribers that are no beans, or whose patterns are known only at run time.
 */
public final class SubscriberRegistry {

    private static final Logger LOG = Logger.getLogger(SubscriberRegistry.class);

    private final Map<String, Subscription> subscriptions = new ConcurrentSkipListMap<>();
    private final List<Consumer<Subscription>> observers = new CopyOnWriteArrayList<>();
    private volatile long version;
    private volatile boolean isStarted;

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
     * Adds a subscriber with the settings that its name has, unless it is switched off; starts it when the service has started.
     *
     * @param beanClass the class that its author wrote
     * @throws IllegalStateException when its name is taken
     * @throws IllegalArgumentException when its settings make no sense
     */
    public void subscribe(BaseSubscriber subscriber, List<EventPattern> patterns, Class<?> beanClass) {
        var name = Subscription.nameOf(subscriber);
        if (disabled.contains(name)) {
            LOG.infof("Subscriber disabled: subscriber=%s", name);
        } else {
            var onVirtualThread = onVirtualThreads.contains(beanClass.getName());
            register(new Subscription(
                    name, subscriber, patterns, settings.apply(name), onVirtualThread, clock, System::nanoTime));
        }
    }

    /**
     * Adds a subscriber; starts it, on this thread, when the service has started. It gets the events that are dispatched from then on.
     *
     * @throws IllegalStateException when its name is taken
     */
    public synchronized void register(Subscription subscription) {
        var earlier = subscriptions.putIfAbsent(subscription.name(), subscription);
        if (earlier != null) {
            throw new IllegalStateException("Subscriber name '" + subscription.name() + "' is taken twice: by "
                    + earlier.subscriber().getClass().getName() + " and by "
                    + subscription.subscriber().getClass().getName() + "; change name() of one of them");
        }
        observers.forEach(observer -> observer.accept(subscription));
        if (isStarted) {
            start(subscription);
        }
        version++;
    }

    /**
     * Removes a subscriber and stops it, on this thread. The events that wait for it are skipped.
     *
     * @return whether there was one with this name
     */
    public synchronized boolean unregister(String name) {
        var removed = subscriptions.remove(name);
        if (removed == null) {
            return false;
        }
        version++;
        stop(removed);
        return true;
    }

    /** Calls back for each subscription that there is, and each that is registered later. */
    public synchronized void onRegistration(Consumer<Subscription> observer) {
        observers.add(observer);
        all().forEach(observer);
    }

    /** Changes whenever a subscription is registered or removed. */
    public long version() {
        return version;
    }

    /** Every subscription, sorted by name. */
    public Collection<Subscription> all() {
        return subscriptions.values();
    }

    public Optional<Subscription> find(String name) {
        return Optional.ofNullable(subscriptions.get(name));
    }

    /** Starts every subscriber, and those that are registered later; one that fails is logged and stays inactive. */
    public synchronized void startAll() {
        isStarted = true;
        all().forEach(SubscriberRegistry::start);
    }

    /** Stops every subscriber; one that fails is logged. */
    public synchronized void stopAll() {
        isStarted = false;
        all().forEach(SubscriberRegistry::stop);
    }

    private static void start(Subscription subscription) {
        try {
            subscription.subscriber().start();
        } catch (Throwable failed) {
            // An Error of one bean must not keep the others from starting.
            LOG.errorf(failed, "Subscriber did not start: subscriber=%s", subscription.name());
        }
    }

    private static void stop(Subscription subscription) {
        try {
            subscription.subscriber().stop();
        } catch (Throwable failed) {
            LOG.warnf(failed, "Subscriber did not stop: subscriber=%s", subscription.name());
        }
    }

    /** The statistics of every subscriber, sorted by name. */
    public List<SubscriberStatistics> statistics() {
        return all().stream().map(Subscription::statistics).toList();
    }
}
