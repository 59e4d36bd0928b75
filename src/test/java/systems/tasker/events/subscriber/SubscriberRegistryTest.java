package systems.tasker.events.subscriber;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import systems.tasker.events.event.EventName;
import systems.tasker.events.event.EventPattern;
import systems.tasker.events.fixture.NamedSubscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class SubscriberRegistryTest {

    private static final class Broken extends NamedSubscriber {

        Broken(String name) {
            super(name);
        }

        @Override
        public void start() {
            throw new NoClassDefFoundError("driver");
        }

        @Override
        public void stop() throws Exception {
            throw new java.io.IOException("socket");
        }
    }

    @Test
    void listsAndFindsSubscribersByName() {
        var registry = SubscriberRegistries.of(subscription(new NamedSubscriber("b")));
        registry.register(subscription(new NamedSubscriber("a")));

        assertThat(registry.all()).extracting(Subscription::name).containsExactly("a", "b");
        assertThat(registry.find("b")).get().extracting(Subscription::name).isEqualTo("b");
        assertThat(registry.find("c")).isEmpty();
    }

    @Test
    void rejectsDuplicateSubscriberNames() {
        var first = subscription(new NamedSubscriber("twice"));
        var registry = SubscriberRegistries.of(first);

        assertThatIllegalStateException()
                .isThrownBy(() -> registry.register(subscription(new Broken("twice"))))
                .withMessageContainingAll("'twice'", NamedSubscriber.class.getName(), Broken.class.getName());
        assertThat(registry.find("twice")).containsSame(first);
    }

    @Test
    void startsAndStopsTheOthersWhenOneFailsTo() {
        // Given
        var registry = SubscriberRegistries.of(
                subscription(new NamedSubscriber("a")),
                subscription(new Broken("b")),
                subscription(new NamedSubscriber("c")));

        // When
        registry.startAll();
        var active = activity(registry);
        registry.stopAll();

        // Then
        assertThat(active).containsExactly(true, false, true);
        assertThat(activity(registry)).containsExactly(false, false, false);
    }

    @Test
    void matchesAnEventByAnyPattern() {
        var subscription = subscription(new NamedSubscriber("a"), "payment.*", "*.failed");

        assertThat(subscription.wants(new EventName("payment.processed"))).isTrue();
        assertThat(subscription.wants(new EventName("payment.failed"))).isTrue();
        assertThat(subscription.wants(new EventName("order.failed"))).isTrue();
        assertThat(subscription.wants(new EventName("order.placed"))).isFalse();
    }

    @Test
    void countsUnfinishedEventsAsWaiting() {
        // Given
        var subscription = subscription(new NamedSubscriber("a"), "a.*", "b.*");
        for (int i = 0; i < 6; i++) {
            subscription.countReceived();
        }
        subscription.countHandled(UUID.randomUUID());
        subscription.countSkipped(UUID.randomUUID());
        subscription.countFailed(UUID.randomUUID(), new IllegalStateException("disk"));
        subscription.countLost(GapReason.LAGGED, new EventName("a.lost"));

        // When
        var statistics = SubscriberRegistries.of(subscription).statistics().get(0);

        // Then
        assertThat(statistics.received()).isEqualTo(6);
        assertThat(statistics.waiting()).isEqualTo(2);
        assertThat(List.of(statistics.handled(), statistics.skipped(), statistics.failed(), statistics.lagged()))
                .containsOnly(1L);
        assertThat(statistics.patterns()).containsExactly("a.*", "b.*");
        assertThat(statistics.active()).isFalse();
    }

    private static List<Boolean> activity(SubscriberRegistry registry) {
        return registry.statistics().stream().map(SubscriberStatistics::active).toList();
    }

    private static Subscription subscription(BaseSubscriber subscriber, String... patterns) {
        return new Subscription(
                subscriber, Stream.of(patterns).map(EventPattern::new).toList());
    }
}
