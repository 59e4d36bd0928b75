package systems.tasker.events.bus;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.bus.Mailbox.Delivery;
import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.event.EventPattern;
import systems.tasker.events.fixture.NamedSubscriber;
import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.subscriber.BaseSubscriber;
import systems.tasker.events.subscriber.Subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

class MailboxTest {

    private final ExecutorService workers = Executors.newCachedThreadPool();

    /** Blocks in its first event until it is released. */
    private static final class Blocked extends NamedSubscriber {

        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);

        Blocked() {
            super("blocked");
        }

        @Override
        public void handle(DomainEvent event) throws Exception {
            entered.countDown();
            release.await();
            super.handle(event);
        }
    }

    /** Throws at every event whose name starts with "bad". */
    private static final class Throwing extends NamedSubscriber {

        private final AtomicInteger told = new AtomicInteger();

        Throwing() {
            super("throwing");
        }

        @Override
        public void handle(DomainEvent event) throws Exception {
            switch (event.eventName().value()) {
                case "bad.exception" -> throw new java.io.IOException("disk");
                case "bad.error" -> throw new StackOverflowError();
                default -> super.handle(event);
            }
        }

        @Override
        public void onHandleError(DomainEvent event, Throwable error) {
            told.incrementAndGet();
            throw new IllegalStateException("and again");
        }
    }

    @AfterEach
    void stop() {
        workers.shutdownNow();
    }

    @Test
    void keepsTheOrderOfManyEvents() {
        var subscriber = new NamedSubscriber("ordered").started();
        var mailbox = mailbox(subscriber);
        var names = IntStream.range(0, 500).mapToObj(i -> "event.n" + i).toList();

        names.forEach(name -> mailbox.deliver(new Delivery(SampleStep.event(name), 0)));

        await().untilAsserted(() -> assertThat(subscriber.handled()).isEqualTo(names));
        await().until(mailbox::isIdle);
    }

    @Test
    void dropsAndCountsTheNewestEventsWhenTheMailboxIsFull() throws InterruptedException {
        // Given
        var subscriber = new Blocked();
        subscriber.started();
        var subscription = MailboxSettings.with().queueSize(2).of(subscriber);
        var mailbox = new Mailbox(subscription, workers, () -> Long.MAX_VALUE);
        mailbox.deliver(new Delivery(SampleStep.event("event.first"), 0));
        assertThat(subscriber.entered.await(30, TimeUnit.SECONDS)).isTrue();

        // When
        List.of("event.second", "event.third", "event.lost", "event.lost_too")
                .forEach(name -> mailbox.deliver(new Delivery(SampleStep.event(name), 0)));
        var whileBlocked = subscription.statistics();
        subscriber.release.countDown();

        // Then
        assertThat(whileBlocked.lagged()).isEqualTo(2);
        assertThat(whileBlocked.waiting()).isEqualTo(3);
        await().untilAsserted(() ->
                assertThat(subscriber.handled()).containsExactly("event.first", "event.second", "event.third"));
        await().untilAsserted(
                        () -> assertThat(subscription.statistics().waiting()).isZero());
        assertThat(subscription.statistics().received()).isEqualTo(5);
    }

    @Test
    void dropsEventsThatTakeMoreHeapThanTheMailboxMay() throws InterruptedException {
        // Given
        var subscriber = new Blocked();
        subscriber.started();
        var subscription = subscription(subscriber);
        var mailbox = new Mailbox(subscription, workers, () -> 100);
        mailbox.deliver(new Delivery(SampleStep.event("event.handled"), 1_000));
        assertThat(subscriber.entered.await(30, TimeUnit.SECONDS)).isTrue();

        // When
        mailbox.deliver(new Delivery(SampleStep.event("event.alone"), 1_000));
        mailbox.deliver(new Delivery(SampleStep.event("event.lost"), 1));
        subscriber.release.countDown();
        await().until(mailbox::isIdle);
        IntStream.range(0, 3).forEach(i -> mailbox.deliver(new Delivery(SampleStep.event("event.n" + i), 30)));

        // Then
        await().untilAsserted(() -> assertThat(subscriber.handled())
                .containsExactly("event.handled", "event.alone", "event.n0", "event.n1", "event.n2"));
        assertThat(subscription.statistics().lagged()).isOne();
    }

    @Test
    void continuesAfterAHandlerThatThrows() {
        // Given
        var subscriber = new Throwing();
        subscriber.started();
        var subscription = subscription(subscriber);
        var mailbox = new Mailbox(subscription, workers, () -> Long.MAX_VALUE);

        // When
        List.of("bad.exception", "good.one", "bad.error", "good.two")
                .forEach(name -> mailbox.deliver(new Delivery(SampleStep.event(name), 0)));

        // Then
        await().untilAsserted(
                        () -> assertThat(subscription.statistics().handled()).isEqualTo(2));
        assertThat(subscriber.handled()).containsExactly("good.one", "good.two");
        assertThat(subscription.statistics().failed()).isEqualTo(2);
        assertThat(subscriber.told).hasValue(2);
    }

    @Test
    void skipsTheEventsOfASubscriberThatIsNotActive() {
        var subscriber = new NamedSubscriber("asleep");
        var subscription = subscription(subscriber);

        new Mailbox(subscription, workers, () -> Long.MAX_VALUE)
                .deliver(new Delivery(SampleStep.event("event.missed"), 0));

        await().untilAsserted(
                        () -> assertThat(subscription.statistics().skipped()).isEqualTo(1));
        assertThat(subscriber.handled()).isEmpty();
    }

    @Test
    void skipsEventsThatCanHandleDeclines() {
        // Given
        var after = new AtomicInteger();
        var subscriber = new NamedSubscriber("choosy") {
            @Override
            public boolean beforeHandle(DomainEvent event) {
                return event.eventName().value().startsWith("good.");
            }

            @Override
            public void afterHandle(DomainEvent event) {
                after.incrementAndGet();
            }
        };
        subscriber.started();
        var subscription = subscription(subscriber);
        var mailbox = new Mailbox(subscription, workers, () -> Long.MAX_VALUE);

        // When
        List.of("good.one", "bad.one", "good.two")
                .forEach(name -> mailbox.deliver(new Delivery(SampleStep.event(name), 0)));

        // Then
        await().untilAsserted(
                        () -> assertThat(subscription.statistics().handled()).isEqualTo(2));
        assertThat(subscription.statistics().skipped()).isEqualTo(1);
        assertThat(after).hasValue(2);
    }

    @Test
    void delaysNoOtherSubscriberWhenOneBlocks() throws InterruptedException {
        // Given
        var blocked = new Blocked();
        blocked.started();
        var free = new NamedSubscriber("free").started();
        var blockedMailbox = mailbox(blocked);
        var freeMailbox = mailbox(free);

        // When
        for (int i = 0; i < 50; i++) {
            blockedMailbox.deliver(new Delivery(SampleStep.event("event.n" + i), 0));
            freeMailbox.deliver(new Delivery(SampleStep.event("event.n" + i), 0));
        }

        // Then
        assertThat(blocked.entered.await(30, TimeUnit.SECONDS)).isTrue();
        await().untilAsserted(() -> assertThat(free.handled()).hasSize(50));
        assertThat(blocked.handled()).isEmpty();
        assertThat(blockedMailbox.isIdle()).isFalse();
        blocked.release.countDown();
        await().untilAsserted(() -> assertThat(blocked.handled()).hasSize(50));
    }

    @Test
    void handlesOneEventAtATimeWithConcurrentDelivery() {
        // Given
        var inside = new AtomicInteger();
        var overlaps = new AtomicInteger();
        var subscriber = new NamedSubscriber("single") {
            @Override
            public void handle(DomainEvent event) {
                if (inside.incrementAndGet() > 1) {
                    overlaps.incrementAndGet();
                }
                Thread.yield();
                inside.decrementAndGet();
            }
        };
        subscriber.started();
        var subscription = MailboxSettings.with().queueSize(10_000).of(subscriber);
        var mailbox = new Mailbox(subscription, workers, () -> Long.MAX_VALUE);
        var event = SampleStep.event("event.same");

        // When
        for (int thread = 0; thread < 4; thread++) {
            workers.execute(() -> IntStream.range(0, 1_000).forEach(i -> mailbox.deliver(new Delivery(event, 0))));
        }

        // Then
        await().untilAsserted(
                        () -> assertThat(subscription.statistics().handled()).isEqualTo(4_000));
        assertThat(overlaps).hasValue(0);
    }

    private Mailbox mailbox(BaseSubscriber subscriber) {
        return new Mailbox(subscription(subscriber), workers, () -> Long.MAX_VALUE);
    }

    private static Subscription subscription(BaseSubscriber subscriber) {
        return new Subscription(subscriber, List.of(new EventPattern("*")));
    }
}
