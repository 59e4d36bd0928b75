package systems.tasker.events.bus;

import java.util.List;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.BlockingSubscriber;
import systems.tasker.events.fixture.EventsOf;
import systems.tasker.events.fixture.OverlappingPatternsSubscriber;
import systems.tasker.events.fixture.PostedStep;
import systems.tasker.events.fixture.TightLimits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static systems.tasker.events.fixture.Subscriptions.figure;
import static systems.tasker.events.fixture.Waits.await;

@QuarkusTest
@TestProfile(TightLimits.class)
class OverflowTest {

    private static final int IN_PROCESS = 1;
    private static final int QUEUE_SIZE = 2;
    private static final int TOO_MANY = 3;

    @Inject
    OverlappingPatternsSubscriber recording;

    @Inject
    BlockingSubscriber blocking;

    @Test
    void dropsTheNewestEventsOfTheLaggingSubscriberOnly() {
        // Given
        publish();
        await().until(blocking::isBlocked);

        // When
        for (int i = 0; i < QUEUE_SIZE + TOO_MANY; i++) {
            publish();
        }

        // Then
        assertThat(figure("BlockingSubscriber", "received")).isEqualTo(IN_PROCESS + QUEUE_SIZE + TOO_MANY);
        assertThat(figure("BlockingSubscriber", "waiting")).isEqualTo(IN_PROCESS + QUEUE_SIZE);
        assertThat(figure("BlockingSubscriber", "lagged")).isEqualTo(TOO_MANY);
        assertThat(figure("OverlappingPatternsSubscriber", "lagged")).isZero();

        Api.get("/v1/subscribers")
                .body("find { it.name == 'BlockingSubscriber' }.gaps[0].reason", equalTo("lagged"))
                .body("find { it.name == 'BlockingSubscriber' }.gaps[0].event_names", hasItem("fixture.blocking"))
                .body("find { it.name == 'ThrowingSubscriber' }.state", equalTo("paused"));
        Api.get("/v1/status").body("reasons.reason", hasItem("subscriber_paused"));
        assertThat(figure("ThrowingSubscriber", "failed")).isEqualTo(2);
        assertThat(figure("ThrowingSubscriber", "paused")).isPositive();

        blocking.release(IN_PROCESS + QUEUE_SIZE);
        await().until(() -> figure("BlockingSubscriber", "handled") == IN_PROCESS + QUEUE_SIZE);
        assertThat(figure("BlockingSubscriber", "waiting")).isZero();
    }

    @Test
    void deliversNothingToADisabledSubscriber() {
        Api.get("/v1/subscribers")
                .body("name", not(hasItem("LoggingSubscriber")))
                .body("name", not(hasItem("ThrowingObserver#observer")))
                .body("name", hasItem("MetricsSubscriber"));
        Api.get("/metrics/events").body("in_process_bus.subscribers.name", not(hasItem("LoggingSubscriber")));
    }

    private void publish() {
        var step = PostedStep.payment();
        Api.submit(step.success(), step.contextDeclaring("fixture.blocking", "fast"))
                .statusCode(202);
        // No other subscriber falls behind, however slow the machine.
        await().until(() -> EventsOf.names(step, recording.events()), List.of("fixture.blocking")::equals);
    }
}
