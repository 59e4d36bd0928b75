package systems.tasker.events.http.results;

import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.PostedStep;
import systems.tasker.events.fixture.RawHttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

@QuarkusTest
class StepResultResourceTest {

    private final PostedStep step = PostedStep.payment();
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void answersWithTheWholeReceipt() throws Exception {
        // Given
        Api.claim(step.context(1));

        // When
        var answer = Api.submit(step.success()).statusCode(202).contentType(ContentType.JSON);

        // Then
        var database = Database.ofTests();
        var event = database.events(step).get(0);
        var receipt = json.readTree(answer.extract().asString());
        assertThat(receipt).isEqualTo(json.readTree("""
                {"step_uuid": "%s", "attempt": 1, "outcome": "success",
                 "notification": {"queue": "orchestration_step_results", "msg_id": %d},
                 "events": [
                   {"event_name": "payment.processed", "outcome": "published", "event_id": "%s",
                    "delivery_mode": "broadcast", "queue": "payments_domain_events", "msg_id": %d},
                   {"event_name": "payment.failed", "outcome": "skipped", "reason": "condition",
                    "delivery_mode": "durable"}]}""".formatted(
                        step.stepUuid(),
                        database.notifications(step.stepUuid()).get(0).id(),
                        json.readTree(event.body()).path("event_id").asText(),
                        event.id())));
    }

    @Test
    void namesTheViolatedRulesOfAnEventThatIsRejected() {
        var order = PostedStep.of("orders", "fulfil_order", "charge_customer");

        Api.submit(order.success().replace("10.50", "0"), order.context(1))
                .statusCode(202)
                .body("events.outcome", contains("rejected", "skipped"))
                .body("events[0].reason", equalTo("schema"))
                .body("events[0].violations", hasSize(1))
                .body("events[0].violations[0].pointer", equalTo("/amount"));
    }

    @Test
    void notifiesOrchestrationWithoutAContext() throws Exception {
        // When
        var answer = Api.submit(step.success());

        // Then
        answer.statusCode(202)
                .body("attempt", equalTo(null))
                .body("events.event_name", contains("*"))
                .body("events.outcome", contains("skipped"))
                .body("events.reason", contains("context_missing"));
        var notification = Database.ofTests().notifications(step.stepUuid()).get(0);
        assertThat(json.readTree(notification.body())
                        .path("result")
                        .path("amount")
                        .decimalValue())
                .isEqualTo("10.5");
    }

    @Test
    void showsTheReceiptsOfEveryAttemptOldestFirst() {
        // Given
        var first = Api.submit(step.retryableFailure(), step.context(1))
                .statusCode(202)
                .extract()
                .asString();
        var second = Api.submit(step.success(), step.context(2))
                .statusCode(202)
                .extract()
                .asString();

        // When
        var receipts = Api.receipts(step.stepUuid()).statusCode(200).contentType(ContentType.JSON);

        // Then
        assertThat(receipts.extract().asString()).isEqualTo("[" + first + "," + second + "]");
        receipts.body("attempt", equalTo(List.of(1, 2)));
    }

    @Test
    void answers404ForAStepWithoutAcceptedResults() {
        Api.receipts(UUID.randomUUID())
                .statusCode(404)
                .contentType("application/problem+json")
                .body("status", equalTo(404))
                .body("title", equalTo("Not Found"));
    }

    @Test
    void acceptsAnHttp2UpgradeRequest() throws Exception {
        var request = RawHttp.to("/v1/step-results")
                .version(HttpClient.Version.HTTP_2)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(step.success()));

        var answer = RawHttp.send(request);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }
}
