package systems.tasker.events.http.results;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.PostedStep;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

@QuarkusTest
class PreviewTest {

    private final PostedStep step = PostedStep.payment();

    @Test
    void showsTheEventsThatWouldBePublishedAndAcceptsNothing() {
        // When
        var preview = preview(step.success());

        // Then
        preview.statusCode(200)
                .body("events.event_name", contains("payment.processed", "payment.failed"))
                .body("events.outcome", contains("published", "skipped"))
                .body("events[0].queues", contains("payments_domain_events"))
                .body("events[0].event.payload.payload.transaction_id", equalTo("txn-1"))
                .body("events[1].reason", equalTo("condition"));
        Api.receipts(step.stepUuid()).statusCode(404);
        Api.get("/v1/timeline?task_uuid=" + step.taskUuid()).statusCode(404);
    }

    @Test
    void showsWhyAnEventWouldBeRejected() {
        preview(step.success().replace("10.50", "\"much\""))
                .body("events[0].outcome", equalTo("rejected"))
                .body("events[0].violations", hasSize(1))
                .body("events[0].violations[0].pointer", equalTo("/amount"));
    }

    @Test
    void rejectsAResultWithoutContext() {
        post(step.success()).statusCode(422).body("errors[0].pointer", equalTo("/task_sequence_step"));
    }

    private ValidatableResponse preview(String result) {
        return post(PostedStep.with(result, "task_sequence_step", step.context(1)));
    }

    private static ValidatableResponse post(String body) {
        return RestAssured.given()
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v1/step-results/preview")
                .then();
    }
}
