package systems.tasker.events.bus;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import systems.tasker.events.bus.Mailbox.Delivery;
import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.fixture.NamedSubscriber;
import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.subscriber.Gap;
import systems.tasker.events.subscriber.GapReason;
import systems.tasker.events.subscriber.SubscriberState;

import static org.assertj.core.api.Assertions.assertThat;

/** What a mailbox does when its subscriber is slow, fails or waits; on one thread, which runs what workers would at a call of the test. */
class SubscriberLossesTest {

    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    private final SettableClock clock = new SettableClock();
    private final Queue<Runnable> work = new ArrayDeque<>();

    /** Remembers gaps, fails while it is told to. */
    private static final class Moody extends NamedSubscriber {

        private final List<Gap> gaps = new ArrayList<>();
        private boolean fails;

        Moody() {
            super("moody");
            started();
        }

        @Override
        public void handle(DomainEvent event) throws Exception {
            super.handle(event);
            if (fails) {
                throw new IllegalStateException("in a bad mood");
            }
        }

        @Override
        public void onHandleError(DomainEvent event, Throwable error) {}

        @Override
        public void onGap(Gap gap) {
            gaps.add(gap);
        }
    }

    @Test
    void reportsAGapOfLostEventsOnceAfterItsEnd() {
        // Given
        var subscriber = new Moody();
        var subscription = MailboxSettings.with().queueSize(1).clock(clock).of(subscriber);
        var mailbox = new Mailbox(subscription, work::add, () -> Long.MAX_VALUE);
        deliver(mailbox, "a.kept", "a.lost", "b.lost");
        clock.move(Duration.ofMillis(900));
        deliver(mailbox, "a.lost");

        // When
        mailbox.poll(0);
        var growing = subscription.statistics().gaps();
        runWork();
        clock.move(Duration.ofSeconds(1));
        mailbox.poll(0);
        runWork();
        mailbox.poll(0);
        runWork();

        // Then
        var gap = new Gap(GapReason.LAGGED, 3, NOON, NOON.plusMillis(900), List.of("a.lost", "b.lost"));
        assertThat(growing).containsExactly(gap);
        assertThat(subscriber.gaps).containsExactly(gap);
        assertThat(subscription.statistics().gaps()).containsExactly(gap);
        assertThat(subscription.statistics().lagged()).isEqualTo(3);
        assertThat(subscription.statistics().waiting()).isZero();
    }

    @Test
    void dropsTheOldestEventsWithThatOverflowPolicy() {
        var subscriber = new Moody();
        var subscription = MailboxSettings.with().queueSize(2).dropOldest().of(subscriber);

        deliver(
                new Mailbox(subscription, work::add, () -> Long.MAX_VALUE),
                "event.first",
                "event.second",
                "event.third",
                "event.fourth");
        runWork();

        assertThat(subscriber.handled()).containsExactly("event.third", "event.fourth");
        assertThat(subscription.statistics().gaps())
                .singleElement()
                .extracting(Gap::eventNames)
                .isEqualTo(List.of("event.first", "event.second"));
    }

    @Test
    void dropsAsManyOfTheOldestEventsAsALargeOneNeeds() {
        var subscriber = new Moody();
        var subscription = MailboxSettings.with().queueSize(10).dropOldest().of(subscriber);
        var mailbox = new Mailbox(subscription, work::add, () -> 4);

        deliver(mailbox, "event.first", "event.second", "event.third", "event.fourth");
        mailbox.deliver(new Delivery(SampleStep.event("event.large"), 3));
        runWork();

        assertThat(subscriber.handled()).containsExactly("event.fourth", "event.large");
        assertThat(subscription.statistics().lagged()).isEqualTo(3);
    }

    @Test
    void opensTheCircuitOfAFailingSubscriberAndRetries() {
        // Given
        var subscriber = new Moody();
        var subscription = MailboxSettings.with()
                .pause(2, Duration.ofSeconds(30))
                .clock(clock)
                .of(subscriber);
        var mailbox = new Mailbox(subscription, work::add, () -> Long.MAX_VALUE);
        subscriber.fails = true;

        // When
        deliver(mailbox, "event.fails", "event.fails_too", "event.waits");
        runWork();
        deliver(mailbox, "event.lost");
        var paused = subscription.statistics();
        clock.move(Duration.ofSeconds(30));
        deliver(mailbox, "event.trial");
        runWork();
        var pausedAgain = subscription.statistics();
        clock.move(Duration.ofSeconds(30));
        subscriber.fails = false;
        deliver(mailbox, "event.good");
        runWork();
        mailbox.poll(0);
        runWork();

        // Then
        assertThat(paused.state()).isEqualTo(SubscriberState.PAUSED);
        assertThat(paused.paused()).isEqualTo(2);
        assertThat(pausedAgain.state()).isEqualTo(SubscriberState.PAUSED);
        assertThat(subscription.statistics().state()).isEqualTo(SubscriberState.ACTIVE);
        assertThat(subscriber.handled()).containsExactly("event.fails", "event.fails_too", "event.trial", "event.good");
        assertThat(subscriber.gaps)
                .containsExactly(new Gap(GapReason.PAUSED, 2, NOON, NOON, List.of("event.waits", "event.lost")));
    }

    @Test
    void keepsTheCircuitClosedOnOccasionalFailures() {
        var subscriber = new Moody();
        var subscription =
                MailboxSettings.with().pause(2, Duration.ofSeconds(30)).of(subscriber);
        var mailbox = new Mailbox(subscription, work::add, () -> Long.MAX_VALUE);

        for (int i = 0; i < 6; i++) {
            subscriber.fails = i % 2 == 0;
            deliver(mailbox, "event.any");
            runWork();
        }

        assertThat(subscription.statistics().failed()).isEqualTo(3);
        assertThat(subscription.statistics().paused()).isZero();
    }

    @Test
    void interruptsASubscriberAtItsTimeout() {
        // Given
        var interrupted = new ArrayList<Boolean>();
        var mailboxes = new ArrayList<Mailbox>();
        var subscriber = new NamedSubscriber("slow") {
            @Override
            public void handle(DomainEvent event) {
                mailboxes.get(0).poll(0);
                mailboxes.get(0).poll(Duration.ofHours(1).toNanos());
                interrupted.add(Thread.currentThread().isInterrupted());
            }

            @Override
            public void onHandleError(DomainEvent event, Throwable error) {
                interrupted.add(Thread.currentThread().isInterrupted());
            }
        };
        subscriber.started();
        var subscription = MailboxSettings.with().of(subscriber);
        mailboxes.add(new Mailbox(subscription, work::add, () -> Long.MAX_VALUE));

        // When
        deliver(mailboxes.get(0), "event.slow");
        runWork();

        // Then
        assertThat(interrupted).as("in its call, and not after it").containsExactly(true, false);
        assertThat(subscription.statistics().failed()).isEqualTo(1);
    }

    @Test
    void countsEventsDroppedAtShutdown() {
        var subscription = MailboxSettings.with().clock(clock).of(new Moody());
        var mailbox = new Mailbox(subscription, work::add, () -> Long.MAX_VALUE);
        deliver(mailbox, "event.late");

        mailbox.dropWaiting();

        assertThat(subscription.statistics().gaps())
                .containsExactly(new Gap(GapReason.SHUTDOWN, 1, NOON, NOON, List.of("event.late")));
        assertThat(subscription.statistics().waiting()).isZero();
    }

    private static void deliver(Mailbox mailbox, String... names) {
        Stream.of(names).map(SampleStep::event).forEach(event -> mailbox.deliver(new Delivery(event, 1)));
    }

    private void runWork() {
        for (var next = work.poll(); next != null; next = work.poll()) {
            next.run();
        }
    }
}
