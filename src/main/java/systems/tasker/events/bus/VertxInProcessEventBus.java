package systems.tasker.events.bus;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.event.EventName;
import systems.tasker.events.publication.InProcessEventBus;
import systems.tasker.events.subscriber.SubscriberRegistry;
import systems.tasker.events.subscriber.Subscription;

/**
 * Sends each event over the bus once; its consumer puts it into the mailbox of every matching subscriber.
 *
 * <p>Published, not sent: a plain Vert.x consumer on {@value #ADDRESS} gets each event as well, and takes none away from subscribers.
 *
 * <p>One message per event, however many subscribers there are: a mailbox is several times cheaper than a message of its own would be.
 */
final class VertxInProcessEventBus implements InProcessEventBus {

    private static final String ADDRESS = "tasker.domain-events";
    // Far more names than templates declare; names invented in inline step definitions must not exhaust the memory.
    private static final int MAX_REMEMBERED_NAMES = 10_000;
    // With a result of about 2 KB of text. Smaller ones are limited by their number, which costs less.
    private static final long LARGE_EVENT = 8 << 10;

    private final EventBus bus;
    private final SubscriberRegistry registry;
    private final long maxHeapBytes;
    private final DeliveryOptions options =
            new DeliveryOptions().setLocalOnly(true).setCodecName(DomainEventCodec.NAME);
    private final Map<Subscription, Mailbox> mailboxes = new ConcurrentHashMap<>();
    // Bytes of those on their way to the mailboxes.
    private final Map<UUID, Long> largeEvents = new ConcurrentHashMap<>();
    private final LongAdder dispatched = new LongAdder();
    private volatile Routes routes = new Routes(-1, new ConcurrentHashMap<>());
    private Function<Subscription, Mailbox> newMailbox;
    private MessageConsumer<Object> consumer;

    /**
     * The mailboxes of the events seen so far.
     *
     * @param version the registry's version that they are of
     */
    private record Routes(long version, Map<EventName, List<Mailbox>> wanting) {}

    /** @param maxHeapBytes that the events of all mailboxes may take, in equal shares: a slow subscriber takes none of another's */
    VertxInProcessEventBus(EventBus bus, SubscriberRegistry registry, long maxHeapBytes) {
        this.bus = bus;
        this.registry = registry;
        this.maxHeapBytes = maxHeapBytes;
    }

    /**
     * Gives every subscriber its mailbox, those that are registered later included, and takes events from now on.
     *
     * @param workers threads for the subscribers
     * @param virtualThreads threads for those that asked for virtual ones
     */
    void open(Executor workers, Executor virtualThreads) {
        newMailbox = subscription ->
                new Mailbox(subscription, subscription.isOnVirtualThread() ? virtualThreads : workers, this::heapShare);
        registry.all().forEach(this::mailboxOf);
        consumer = bus.localConsumer(ADDRESS, message -> {
            // Other code may send to the address, too.
            if (message.body() instanceof DomainEvent event) {
                deliver(event);
            }
        });
    }

    @Override
    public long dispatched() {
        return dispatched.sum();
    }

    @Override
    public void publish(DomainEvent event, long memory) {
        dispatched.increment();
        if (memory > LARGE_EVENT) {
            largeEvents.put(event.eventId(), memory);
        }
        bus.publish(ADDRESS, event, options);
    }

    private void deliver(DomainEvent event) {
        var large = largeEvents.isEmpty() ? null : largeEvents.remove(event.eventId());
        var delivered = new Mailbox.Delivery(event, large == null ? 0 : large);
        for (var mailbox : mailboxesFor(event.eventName())) {
            mailbox.deliver(delivered);
        }
    }

    /** Takes no more events. */
    void close() {
        consumer.unregister();
    }

    /** Polls the mailboxes, see {@link Mailbox#poll}, and removes the mailboxes of those that were unregistered. */
    void poll(long nanos) {
        mailboxes.forEach((subscription, mailbox) -> {
            mailbox.poll(nanos);
            if (mailbox.isIdle() && !isRegistered(subscription)) {
                subscription.closeAllGaps();
                mailboxes.remove(subscription);
            }
        });
    }

    /** Drops the events that still wait; called after {@link #close}. */
    void dropWaiting() {
        mailboxes.values().forEach(Mailbox::dropWaiting);
    }

    boolean isIdle() {
        return mailboxes.values().stream().allMatch(Mailbox::isIdle);
    }

    private long heapShare() {
        return maxHeapBytes / Math.max(1, mailboxes.size());
    }

    private Mailbox mailboxOf(Subscription subscription) {
        return mailboxes.computeIfAbsent(subscription, newMailbox);
    }

    private boolean isRegistered(Subscription subscription) {
        return registry.find(subscription.name()).filter(subscription::equals).isPresent();
    }

    private List<Mailbox> mailboxesFor(EventName name) {
        var current = routes;
        // Read before the subscriptions, so that a change in between makes the next event read them again.
        var version = registry.version();
        if (current.version() != version) {
            current = new Routes(version, new ConcurrentHashMap<>());
            routes = current;
        }
        var known = current.wanting().get(name);
        if (known != null) {
            return known;
        }
        var found = registry.all().stream()
                .filter(subscription -> subscription.wants(name))
                .map(this::mailboxOf)
                .toList();
        if (current.wanting().size() < MAX_REMEMBERED_NAMES) {
            current.wanting().put(name, found);
        }
        return found;
    }
}
