package systems.tasker.events.observability.metrics;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.PostedStep;

import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

@QuarkusTest
class FailingEventsTest {

    @Test
    void degradesTheStatusWhileAPublisherFails() {
        // Given
        var step = PostedStep.payment();
        var context = step.contextDeclaring("""
                {"name": "any", "publishes_events": [{"name": "made.up", "publisher": "Fixture::Moody"}]}""");

        // When
        Api.submit(step.success().replace("txn-1\"", "txn-1\", \"mood\": \"throws\""), context)
                .statusCode(202);

        // Then
        Api.get("/v1/status")
                .statusCode(200)
                .body("status", not("OK"))
                .body("reasons.reason", hasItem("events_failing"))
                .body("reasons.detail", hasItem(endsWith("(publisher_error)")));
    }
}
