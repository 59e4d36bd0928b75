package systems.tasker.events.bus;

import java.util.ArrayList;
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

/** Sends each event to the address of every subscriber that wants it, once. */
final class VertxInProcessEventBus implements InProcessEventBus {

    private static final String ADDRESS = "tasker.domain-events.";
    // Far more than anybody declares; a caller that makes up names in inline step definitions must not fill the memory.
    private static final int MAX_REMEMBERED_NAMES = 10_000;

    private final EventBus bus;
    private final SubscriberRegistry registry;
    private final DeliveryOptions options =
            new DeliveryOptions().setLocalOnly(true).setCodecName(DomainEventCodec.NAME);
    private final Map<EventName, List<String>> addresses = new ConcurrentHashMap<>();
    private final LongAdder dispatched = new LongAdder();
    private final List<Mailbox> mailboxes = new ArrayList<>();
    private final List<MessageConsumer<DomainEvent>> consumers = new ArrayList<>();

    VertxInProcessEventBus(EventBus bus, SubscriberRegistry registry) {
        this.bus = bus;
        this.registry = registry;
    }

    /** Gives every registered subscriber its mailbox and its address. */
    void open(int queueSize, Executor workers) {
        for (var subscription : registry.all()) {
            var mailbox = new Mailbox(subscription, queueSize, workers);
            mailboxes.add(mailbox);
            consumers.add(bus.localConsumer(address(subscription), message -> mailbox.deliver(message.body())));
        }
    }

    @Override
    public long dispatched() {
        return dispatched.sum();
    }

    @Override
    public void publish(DomainEvent event) {
        dispatched.increment();
        for (var address : addressesOf(event.eventName())) {
            bus.send(address, event, options);
        }
    }

    /** Takes no more events. */
    void close() {
        consumers.forEach(MessageConsumer::unregister);
    }

    boolean isIdle() {
        return mailboxes.stream().allMatch(Mailbox::isIdle);
    }

    private List<String> addressesOf(EventName name) {
        var known = addresses.get(name);
        if (known != null) {
            return known;
        }
        var wanting = registry.all().stream()
                .filter(subscription -> subscription.wants(name))
                .map(VertxInProcessEventBus::address)
                .toList();
        if (addresses.size() < MAX_REMEMBERED_NAMES) {
            addresses.put(name, wanting);
        }
        return wanting;
    }

    private static String address(Subscription subscription) {
        return ADDRESS + subscription.name();
    }
}
