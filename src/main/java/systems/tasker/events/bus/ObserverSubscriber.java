package systems.tasker.events.bus;

import java.lang.reflect.Type;
import java.util.Set;

import jakarta.enterprise.event.Reception;
import jakarta.enterprise.inject.spi.EventContext;
import jakarta.enterprise.inject.spi.EventMetadata;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.enterprise.inject.spi.ObserverMethod;

import io.quarkus.arc.Arc;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.subscriber.BaseSubscriber;
import systems.tasker.events.subscriber.DomainEvents;

/** A CDI observer method as a subscriber: with its own mailbox and counts; its failures do not affect other observers. */
final class ObserverSubscriber extends BaseSubscriber {

    private final String name;
    private final ObserverMethod<? super DomainEvent> observer;

    ObserverSubscriber(String name, ObserverMethod<? super DomainEvent> observer) {
        this.name = name;
        this.observer = observer;
    }

    static boolean canServe(ObserverMethod<?> observer) {
        return observer.getReception() == Reception.ALWAYS;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void handle(DomainEvent event) {
        var request = Arc.container().requestContext();
        request.activate();
        try {
            call(observer, event);
        } finally {
            request.terminate();
        }
    }

    // An observer of a supertype takes the event as that; "? super DomainEvent" would be its type, but cannot be named.
    @SuppressWarnings("unchecked")
    private static <T> void call(ObserverMethod<T> observer, DomainEvent event) {
        observer.notify(new Notification<>((T) event));
    }

    private record Notification<T>(T event) implements EventContext<T>, EventMetadata {

        @Override
        public T getEvent() {
            return event;
        }

        @Override
        public EventMetadata getMetadata() {
            return this;
        }

        @Override
        public Set<java.lang.annotation.Annotation> getQualifiers() {
            return Set.of(DomainEvents.Literal.ANY);
        }

        @Override
        public InjectionPoint getInjectionPoint() {
            return null;
        }

        @Override
        public Type getType() {
            return DomainEvent.class;
        }
    }
}
