package systems.tasker.events.bus;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.event.EventPattern;
import systems.tasker.events.fixture.NamedSubscriber;
import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.subscriber.BaseSubscriber;
import systems.tasker.events.subscriber.SubscriberRegistries;
import systems.tasker.events.subscriber.Subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static systems.tasker.events.fixture.Waits.await;

class VertxInProcessEventBusTest {

    private final Vertx vertx = Vertx.vertx();

    @BeforeEach
    void register() {
        vertx.eventBus().registerCodec(new DomainEventCodec());
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void deliversOncePerSubscriberWhenSeveralPatternsMatch() {
        // Given
        var everything = new NamedSubscriber("everything").started();
        var payments = new NamedSubscriber("payments").started();
        var failures = new NamedSubscriber("failures").started();
        var bus = bus(
                subscription(everything, "*", "payment.*", "payment.failed"),
                subscription(payments, "payment.*"),
                subscription(failures, "*.failed"));

        // When
        Stream.of("payment.failed", "payment.processed", "order.failed", "order.placed")
                .map(SampleStep::event)
                .forEach(event -> bus.publish(event, 0));

        // Then
        await().untilAsserted(() -> assertThat(everything.handled())
                .containsExactly("payment.failed", "payment.processed", "order.failed", "order.placed"));
        await().untilAsserted(
                        () -> assertThat(payments.handled()).containsExactly("payment.failed", "payment.processed"));
        await().untilAsserted(() -> assertThat(failures.handled()).containsExactly("payment.failed", "order.failed"));
        assertThat(bus.dispatched()).isEqualTo(4);
    }

    @Test
    void deliversTheSameInstanceWithoutCopying() {
        var seen = new AtomicReference<DomainEvent>();
        var subscriber = new NamedSubscriber("curious") {
            @Override
            public void handle(DomainEvent event) {
                seen.set(event);
            }
        };
        subscriber.started();
        var event = SampleStep.event("payment.processed");

        bus(subscription(subscriber, "*")).publish(event, 0);

        await().untilAsserted(() -> assertThat(seen.get()).isSameAs(event));
    }

    @Test
    void acceptsAnEventWithoutSubscribers() {
        var bus = bus();

        bus.publish(SampleStep.event("payment.processed"), 0);

        assertThat(bus.dispatched()).isEqualTo(1);
        assertThat(bus.isIdle()).isTrue();
    }

    @Test
    void deliversToSubscribersAndToAPlainVertxConsumerOfTheAddress() {
        // Given
        var subscriber = new NamedSubscriber("counted").started();
        var bus = bus(subscription(subscriber, "*"));
        var plain = new CopyOnWriteArrayList<Object>();
        vertx.eventBus().<Object>consumer("tasker.domain-events", message -> plain.add(message.body()));
        vertx.eventBus().<Object>consumer("tasker.domain-events", message -> {});

        // When
        for (int i = 0; i < 10; i++) {
            bus.publish(SampleStep.event("payment.processed"), 0);
        }

        // Then
        await().untilAsserted(() -> assertThat(subscriber.handled()).hasSize(10));
        await().untilAsserted(() -> assertThat(plain).hasSize(10).allMatch(DomainEvent.class::isInstance));
    }

    @Test
    void ignoresWhatOtherCodeSendsToTheAddress() {
        // Given
        var subscriber = new NamedSubscriber("counted").started();
        var bus = bus(subscription(subscriber, "*"));

        // When
        vertx.eventBus().publish("tasker.domain-events", "not an event");
        bus.publish(SampleStep.event("payment.processed"), 0);

        // Then
        await().untilAsserted(() -> assertThat(subscriber.handled()).containsExactly("payment.processed"));
    }

    @Test
    void deliversToASubscriberThatIsRegisteredAtRunTimeUntilItIsUnregistered() {
        // Given
        var first = new NamedSubscriber("first").started();
        var registry = SubscriberRegistries.of(subscription(first, "*"));
        var bus = new VertxInProcessEventBus(vertx.eventBus(), registry, Long.MAX_VALUE);
        bus.open(Runnable::run, Runnable::run);
        registry.startAll();
        bus.publish(SampleStep.event("payment.processed"), 0);
        await().untilAsserted(() -> assertThat(first.handled()).hasSize(1));

        // When
        var late = new NamedSubscriber("late");
        registry.register(subscription(late, "payment.*"));
        bus.publish(SampleStep.event("payment.processed"), 0);
        await().untilAsserted(() -> assertThat(first.handled()).hasSize(2));
        var wasActive = late.isActive();
        var removed = registry.unregister("late");
        bus.publish(SampleStep.event("payment.processed"), 0);
        bus.poll(System.nanoTime());

        // Then
        await().untilAsserted(() -> assertThat(first.handled()).hasSize(3));
        assertThat(late.handled()).hasSize(1);
        assertThat(wasActive).isTrue();
        assertThat(removed).isTrue();
        assertThat(late.isActive()).isFalse();
        assertThat(registry.unregister("late")).isFalse();
    }

    @Test
    void givesEachSubscriberItsOwnShareOfTheHeap() {
        // Given
        var work = new ArrayDeque<Runnable>();
        var slow = subscription(new NamedSubscriber("slow").started(), "*");
        var idle = subscription(new NamedSubscriber("idle").started(), "payment.*");
        var bus = new VertxInProcessEventBus(vertx.eventBus(), SubscriberRegistries.of(slow, idle), 500_000);
        bus.open(work::add, work::add);

        // When
        for (int i = 0; i < 10; i++) {
            bus.publish(SampleStep.event("order.placed"), 100_000);
        }
        bus.publish(SampleStep.event("payment.processed"), 0);

        // Then
        await().untilAsserted(() -> assertThat(idle.statistics().waiting()).isOne());
        assertThat(slow.statistics().waiting() + slow.statistics().lagged()).isEqualTo(11);
        assertThat(slow.statistics().lagged()).isEqualTo(8);
        assertThat(idle.statistics().lagged()).isZero();
    }

    @Test
    void keepsEventsInsideTheProcess() {
        var codec = new DomainEventCodec();

        assertThatIllegalStateException()
                .isThrownBy(() -> codec.encodeToWire(Buffer.buffer(), SampleStep.event("payment.processed")));
        assertThatIllegalStateException().isThrownBy(() -> codec.decodeFromWire(0, Buffer.buffer()));
    }

    private VertxInProcessEventBus bus(Subscription... subscriptions) {
        var bus = new VertxInProcessEventBus(vertx.eventBus(), SubscriberRegistries.of(subscriptions), Long.MAX_VALUE);
        // On the event loop: this is about who gets what, not about threads.
        bus.open(Runnable::run, Runnable::run);
        return bus;
    }

    private static Subscription subscription(BaseSubscriber subscriber, String... patterns) {
        return new Subscription(
                subscriber, List.of(patterns).stream().map(EventPattern::new).toList());
    }
}
