package systems.tasker.events.test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.event.EventPattern;
import systems.tasker.events.publication.InProcessEventBus;
import systems.tasker.events.subscriber.BaseSubscriber;
import systems.tasker.events.subscriber.SubscribesTo;
import systems.tasker.events.subscriber.Subscription;

/** Calls subscribers at once and on the thread that publishes, hook by hook as the service does. */
final class InMemoryBus implements InProcessEventBus {

    private final List<Subscription> subscriptions;
    private final List<Throwable> thrown = new ArrayList<>();
    private long dispatched;

    InMemoryBus(List<BaseSubscriber> subscribers) {
        subscriptions = subscribers.stream().map(InMemoryBus::started).toList();
    }

    List<Throwable> thrown() {
        return thrown;
    }

    @Override
    public void publish(DomainEvent event, long memory) {
        dispatched++;
        subscriptions.stream()
                .filter(subscription -> subscription.wants(event.eventName()))
                .forEach(subscription -> deliver(subscription.subscriber(), event));
    }

    @Override
    public long dispatched() {
        return dispatched;
    }

    private void deliver(BaseSubscriber subscriber, DomainEvent event) {
        try {
            if (subscriber.isActive() && subscriber.beforeHandle(event)) {
                subscriber.handle(event);
                subscriber.afterHandle(event);
            }
        } catch (Exception | LinkageError error) {
            thrown.add(error);
            subscriber.onHandleError(event, error);
        }
    }

    private static Subscription started(BaseSubscriber subscriber) {
        try {
            subscriber.start();
        } catch (Exception refused) {
            throw new IllegalStateException("Subscriber did not start: " + subscriber.name(), refused);
        }
        var declared = subscriber.getClass().getAnnotation(SubscribesTo.class);
        var patterns = declared == null ? Stream.of("*") : Stream.of(declared.value());
        return new Subscription(subscriber, patterns.map(EventPattern::new).toList());
    }
}
