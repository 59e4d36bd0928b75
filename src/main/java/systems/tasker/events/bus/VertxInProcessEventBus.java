package systems.tasker.events.bus;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;

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
 * <p>One message per event, however many subscribers there are: a mailbox is several times cheaper than a message of its own would be.
 */
final class VertxInProcessEventBus implements InProcessEventBus {

    private static final String ADDRESS = "tasker.domain-events";
    // Far more names than templates declare; names invented in inline step definitions must not exhaust the memory.
    private static final int MAX_REMEMBERED_NAMES = 10_000;

    private final EventBus bus;
    private final SubscriberRegistry registry;
    private final DeliveryOptions options =
            new DeliveryOptions().setLocalOnly(true).setCodecName(DomainEventCodec.NAME);
    private final Map<Subscription, Mailbox> mailboxes = new LinkedHashMap<>();
    private final Map<EventName, List<Mailbox>> wanting = new ConcurrentHashMap<>();
    private final LongAdder dispatched = new LongAdder();
    private MessageConsumer<DomainEvent> consumer;

    VertxInProcessEventBus(EventBus bus, SubscriberRegistry registry) {
        this.bus = bus;
        this.registry = registry;
    }

    /**
     * Creates the mailbox of every registered subscriber and accepts events from now on.
     *
     * @param workers threads for the subscribers
     * @param virtualThreads threads for those that asked for virtual ones
     */
    void open(Executor workers, Executor virtualThreads) {
        for (var subscription : registry.all()) {
            var threads = subscription.isOnVirtualThread() ? virtualThreads : workers;
            mailboxes.put(subscription, new Mailbox(subscription, threads));
        }
        consumer = bus.localConsumer(ADDRESS, message -> deliver(message.body()));
    }

    @Override
    public long dispatched() {
        return dispatched.sum();
    }

    @Override
    public void publish(DomainEvent event) {
        dispatched.increment();
        bus.send(ADDRESS, event, options);
    }

    private void deliver(DomainEvent event) {
        for (var mailbox : mailboxesFor(event.eventName())) {
            mailbox.deliver(event);
        }
    }

    /** Takes no more events. */
    void close() {
        consumer.unregister();
    }

    /** Looks after the subscribers, see {@link Mailbox#look}. */
    void look(long nanos) {
        mailboxes.values().forEach(mailbox -> mailbox.look(nanos));
    }

    /** Drops the events that still wait; called after {@link #close}. */
    void giveUp() {
        mailboxes.values().forEach(Mailbox::giveUp);
    }

    boolean isIdle() {
        return mailboxes.values().stream().allMatch(Mailbox::isIdle);
    }

    private List<Mailbox> mailboxesFor(EventName name) {
        var known = wanting.get(name);
        if (known != null) {
            return known;
        }
        var found = registry.all().stream()
                .filter(subscription -> subscription.wants(name))
                .map(mailboxes::get)
                .toList();
        if (wanting.size() < MAX_REMEMBERED_NAMES) {
            wanting.put(name, found);
        }
        return found;
    }
}
