package systems.tasker.events.bus;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import org.junit.jupiter.api.Test;

import systems.tasker.events.bus.Mailbox.Delivery;
import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.subscriber.AsyncSubscriber;

import static org.assertj.core.api.Assertions.assertThat;

/** How a mailbox waits for a subscriber that holds no thread; on one thread, which runs what workers would at a call of the test. */
class AsyncSubscriberTest {

    private final Queue<Runnable> work = new ArrayDeque<>();

    /** Ends what it handles at a call of its test. */
    private static final class Waiting extends AsyncSubscriber {

        private final Queue<UniEmitter<? super Void>> ends = new ArrayDeque<>();
        private final List<String> after = new ArrayList<>();
        private final List<Throwable> errors = new ArrayList<>();

        Waiting() throws Exception {
            start();
        }

        @Override
        public Uni<Void> handleAsync(DomainEvent event) {
            return Uni.createFrom().<Void>emitter(end -> ends.add(end));
        }

        @Override
        public void afterHandle(DomainEvent event) {
            after.add(event.eventName().value());
        }

        @Override
        public void onHandleError(DomainEvent event, Throwable error) {
            errors.add(error);
        }
    }

    @Test
    void awaitsAnAsynchronousSubscriberWithoutAThread() throws Exception {
        // Given
        var subscriber = new Waiting();
        var subscription = MailboxSettings.with().of(subscriber);
        var mailbox = new Mailbox(subscription, work::add, () -> Long.MAX_VALUE);

        // When
        deliver(mailbox, "event.first", "event.second");
        runWork();
        var meanwhile = List.of(subscriber.ends.size(), work.size());
        subscriber.ends.remove().complete(null);
        runWork();
        subscriber.ends.remove().fail(new java.io.IOException("disk"));
        runWork();

        // Then
        assertThat(meanwhile).as("handled, and no thread").containsExactly(1, 0);
        assertThat(subscriber.after).containsExactly("event.first");
        assertThat(subscriber.errors).singleElement().isInstanceOf(java.io.IOException.class);
        assertThat(subscription.statistics().handled()).isEqualTo(1);
        assertThat(subscription.statistics().failed()).isEqualTo(1);
        assertThat(mailbox.isIdle()).isTrue();
    }

    @Test
    void handlesAsManyEventsAtOnceAsItsConcurrency() throws Exception {
        var subscriber = new Waiting();
        var mailbox =
                new Mailbox(MailboxSettings.with().concurrency(3).of(subscriber), work::add, () -> Long.MAX_VALUE);

        deliver(mailbox, "event.first", "event.second", "event.third", "event.fourth");
        runWork();

        assertThat(subscriber.ends).hasSize(3);
    }

    @Test
    void cancelsAnAsynchronousHandlerAtItsTimeout() throws Exception {
        // Given
        var subscriber = new Waiting();
        var subscription = MailboxSettings.with().of(subscriber);
        var mailbox = new Mailbox(subscription, work::add, () -> Long.MAX_VALUE);
        deliver(mailbox, "event.endless", "event.next");
        runWork();

        // When
        mailbox.poll(0);
        mailbox.poll(subscription.settings().timeLimit().toNanos());
        runWork();

        // Then
        assertThat(subscriber.errors).singleElement().isInstanceOf(TimeoutException.class);
        assertThat(subscription.statistics().failed()).isEqualTo(1);
        assertThat(subscriber.ends).as("the next one came").hasSize(2);
    }

    @Test
    void treatsANullUniAsHandled() throws Exception {
        var subscriber = new AsyncSubscriber() {
            @Override
            public Uni<Void> handleAsync(DomainEvent event) {
                return null;
            }
        };
        subscriber.start();
        var subscription = MailboxSettings.with().of(subscriber);

        deliver(new Mailbox(subscription, work::add, () -> Long.MAX_VALUE), "event.first", "event.second");
        runWork();

        assertThat(subscription.statistics().handled()).isEqualTo(2);
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
