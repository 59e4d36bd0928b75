package systems.tasker.events.bus;

import java.net.URI;
import java.util.List;

import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.event.EventPattern;
import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.NamedSubscriber;
import systems.tasker.events.fixture.PostedStep;
import systems.tasker.events.fixture.Poster;
import systems.tasker.events.subscriber.SubscriberRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static systems.tasker.events.fixture.Subscriptions.figure;
import static systems.tasker.events.fixture.Waits.await;

/** Subscribers that come at run time, and one whose methods all throw. */
@QuarkusTest
class SubscriberFaultsTest {

    private static final String NAME = "LateSubscriber";

    private final PostedStep step = PostedStep.payment();

    @TestHTTPResource
    URI service;

    @Inject
    SubscriberRegistry registry;

    @AfterEach
    void unregister() {
        registry.unregister(NAME);
    }

    @Test
    void deliversToASubscriberThatIsRegisteredAtRunTime() {
        // Given
        var late = new NamedSubscriber(NAME);
        registry.subscribe(late, List.of(new EventPattern("late.*")), NamedSubscriber.class);

        // When
        publish("late.arrived");

        // Then
        await().untilAsserted(() -> assertThat(late.handled()).containsExactly("late.arrived"));
        await().until(() -> figure(NAME, "handled") == 1);
        assertThat(meter()).isOne();
        registry.unregister(NAME);
        Api.get("/v1/subscribers").statusCode(200).body("name", not(hasItem(NAME)));
    }

    @Test
    void showsTheErrorOfASubscriberThatThrowsInPlaceOfItsStatistics() {
        // Given
        var hostile = new NamedSubscriber(NAME) {
            private int asked;

            @Override
            public String name() {
                if (asked++ > 0) {
                    throw new IllegalStateException("no name any longer");
                }
                return super.name();
            }

            @Override
            public boolean isActive() {
                throw new AssertionError("thrown by isActive");
            }

            @Override
            public ObjectNode details() {
                throw new IllegalStateException("thrown by details");
            }
        };
        registry.subscribe(hostile, List.of(new EventPattern("late.*")), NamedSubscriber.class);

        // When
        publish("late.arrived");

        // Then
        await().until(() -> figure(NAME, "failed") == 1);
        Api.get("/v1/subscribers")
                .statusCode(200)
                .body("find { it.name == '" + NAME + "' }.active", equalTo(false))
                .body(
                        "find { it.name == '" + NAME + "' }.details.details_error",
                        equalTo("java.lang.IllegalStateException: thrown by details"))
                .body(
                        "find { it.name == '" + NAME + "' }.details.is_active_error",
                        equalTo("java.lang.AssertionError: thrown by isActive"));
        Api.get("/metrics/events").statusCode(200);
        Api.get("/v1/status").statusCode(200);
        assertThat(new Poster(service.getPort())
                        .meter("tasker_subscriber_events_total", "subscriber=\"" + NAME + "\"", "outcome=\"failed\""))
                .isOne();
    }

    private double meter() {
        return new Poster(service.getPort())
                .meter("tasker_subscriber_events_total", "subscriber=\"" + NAME + "\"", "outcome=\"handled\"");
    }

    private void publish(String event) {
        Api.submit(step.success(), step.contextDeclaring(event, "fast"))
                .statusCode(202)
                .body("events[0].outcome", equalTo("published"));
    }
}
