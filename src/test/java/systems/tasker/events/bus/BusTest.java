package systems.tasker.events.bus;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.BlockingSubscriber;
import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.EventsOf;
import systems.tasker.events.fixture.Observers;
import systems.tasker.events.fixture.OverlappingPatternsSubscriber;
import systems.tasker.events.fixture.PostedStep;
import systems.tasker.events.fixture.VirtualThreadSubscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static systems.tasker.events.fixture.Subscriptions.figure;
import static systems.tasker.events.fixture.Waits.await;

@QuarkusTest
class BusTest {

    private final PostedStep step = PostedStep.payment();

    private final AtomicInteger attempts = new AtomicInteger();

    @Inject
    OverlappingPatternsSubscriber recording;

    @Inject
    BlockingSubscriber blocking;

    @Inject
    VirtualThreadSubscriber virtual;

    @Inject
    Observers observers;

    @Test
    void deliversAnEventOnceWhenSeveralPatternsMatch() {
        publishFast("fixture.recorded");
        publishFast("fixture.last");

        await().until(() -> EventsOf.names(step, recording.events()).contains("fixture.last"));
        assertThat(EventsOf.names(step, recording.events())).containsExactly("fixture.recorded", "fixture.last");
    }

    @Test
    void broadcastsTheSameEventToQueueAndSubscribers() throws Exception {
        // When
        String id = Api.submit(step.success(), step.context(1)).extract().path("events[0].event_id");

        // Then
        await().until(() -> !EventsOf.ids(step.stepUuid(), recording.events()).isEmpty());
        assertThat(EventsOf.ids(step.stepUuid(), recording.events()))
                .extracting(Object::toString)
                .containsExactly(id);
        assertThat(Database.ofTests().events(step).get(0).body()).contains("\"event_id\": \"" + id + "\"");
    }

    @Test
    void deliversToOthersWhenASubscriberBlocksOrThrows() {
        // Given
        var failed = figure("ThrowingSubscriber", "failed");
        publishFast("fixture.blocking");
        await().until(blocking::isBlocked);

        // When
        publishFast("fixture.second");
        publishFast("fixture.third");

        // Then
        await().until(() -> EventsOf.names(step, recording.events()).size() == 3);
        await().until(() -> figure("ThrowingSubscriber", "failed") == failed + 3);
        assertThat(blocking.isBlocked()).isTrue();
        assertThat(figure("BlockingSubscriber", "waiting")).isEqualTo(1);
        blocking.release(1);
        await().until(() -> figure("BlockingSubscriber", "waiting") == 0);
    }

    @Test
    void callsEveryObserverOnceWithTheEventsItWants() {
        // When
        publishFast("fixture.observed");
        publishFast("payment.processed");
        publishFast("fixture.last");

        // Then
        assertObserved(observers.all, "fixture.observed", "payment.processed", "fixture.last");
        assertObserved(observers.allAsync, "fixture.observed", "payment.processed", "fixture.last");
        assertObserved(observers.payments, "payment.processed");
        assertObserved(observers.paymentsAsync, "payment.processed");
    }

    @Test
    void countsExceptionsOfObservers() {
        var failed = figure("ThrowingObserver#observer", "failed");

        publishFast("fixture.thrown_at");

        await().until(() -> figure("ThrowingObserver#observer", "failed") == failed + 1);
        assertObserved(observers.all, "fixture.thrown_at");
    }

    @Test
    void runsASubscriberOnAVirtualThreadFromJava21() {
        publishFast("fixture.virtual");

        await().until(() -> virtual.threadName() != null);
        assertThat(virtual.threadName())
                .startsWith(Runtime.version().feature() >= 21 ? "quarkus-virtual-thread" : "subscriber");
    }

    @Test
    void listsEverySubscriberWithItsPatterns() {
        Api.get("/v1/subscribers")
                .statusCode(200)
                .body(
                        "name",
                        hasItems(
                                "LoggingSubscriber",
                                "MetricsSubscriber",
                                "OverlappingPatternsSubscriber",
                                "Observers#observer",
                                "Observers#observer4"))
                .body("find { it.name == 'BlockingSubscriber' }.patterns", equalTo(List.of("fixture.blocking")))
                .body("find { it.name == 'BlockingSubscriber' }.active", equalTo(true));
    }

    private void assertObserved(List<DomainEvent> observed, String... names) {
        await().until(() -> EventsOf.names(step, observed).size() >= names.length);
        assertThat(EventsOf.names(step, observed)).containsExactly(names);
    }

    private void publishFast(String event) {
        var attempt = String.valueOf(attempts.incrementAndGet());
        Api.submit(PostedStep.with(step.success(), "attempt", attempt), step.contextDeclaring(event, "fast"))
                .statusCode(202)
                .body("events[0].outcome", equalTo("published"));
    }
}
