package systems.tasker.events.bus;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.ObserverMethod;

import com.fasterxml.jackson.databind.node.NullNode;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.event.EventName;
import systems.tasker.events.event.EventPattern;
import systems.tasker.events.subscriber.DomainEvents;
import systems.tasker.events.subscriber.SubscriberRegistry;

/** Finds the CDI observer methods of domain events, synchronous and asynchronous ones alike. */
final class CdiObservers {

    private static final List<EventPattern> EVERYTHING = List.of(new EventPattern("*"));

    private CdiObservers() {}

    /** Makes every observer method a subscriber, named after its class. */
    static void subscribe(BeanManager beans, SubscriberRegistry registry) {
        // Observers are looked up by an event's type; this one is never delivered.
        var probe = new DomainEvent(
                new UUID(0, 0),
                new EventName("tasker.probe"),
                "",
                new DomainEvent.Payload(null, null, NullNode.instance),
                null);
        Map<String, Integer> perClass = new HashMap<>();
        beans.resolveObserverMethods(probe, DomainEvents.Literal.ANY).stream()
                .filter(ObserverSubscriber::canServe)
                .forEach(observer -> registry.subscribe(
                        new ObserverSubscriber(name(observer, perClass), observer),
                        patterns(observer),
                        observer.getBeanClass()));
    }

    private static String name(ObserverMethod<?> observer, Map<String, Integer> perClass) {
        var owner = observer.getBeanClass().getSimpleName();
        var count = perClass.merge(owner, 1, Integer::sum);
        return owner + "#observer" + (count == 1 ? "" : count);
    }

    private static List<EventPattern> patterns(ObserverMethod<?> observer) {
        return observer.getObservedQualifiers().stream()
                .filter(DomainEvents.class::isInstance)
                .map(DomainEvents.class::cast)
                .findFirst()
                .map(qualifier ->
                        Arrays.stream(qualifier.value()).map(EventPattern::new).toList())
                .orElse(EVERYTHING);
    }
}
