package systems.tasker.events.testkit;

import java.time.Duration;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.PostedStep;
import systems.tasker.events.test.PublishedEvents;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@QuarkusTest
class PublishedEventsTest {

    @Inject
    PublishedEvents events;

    @Test
    void waitsForAnEventOfAnyDeliveryMode() {
        // Given
        var step = PostedStep.payment();
        var body = PostedStep.with(step.permanentFailure(), "task_sequence_step", step.context(1));

        // When
        given().contentType("application/json")
                .body(body)
                .post("/v1/step-results")
                .then()
                .statusCode(202);

        // Then
        var event = events.await("payment.failed", "corr-" + step.taskUuid());
        assertThat(event.metadata().stepUuid()).isEqualTo(step.stepUuid());
        assertThat(events.all()).contains(event);
        assertThat(events.await(other -> other.equals(event), Duration.ZERO)).isSameAs(event);
    }

    @Test
    void reportsEventsReceivedInsteadOfTheAwaitedOne() {
        assertThatThrownBy(() -> events.await(event -> false, Duration.ofMillis(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("No event that is wanted within PT0.001S");
    }
}
