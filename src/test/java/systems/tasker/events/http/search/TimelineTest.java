package systems.tasker.events.http.search;

import java.util.UUID;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.PostedStep;
import systems.tasker.events.fixture.TestQueues;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static systems.tasker.events.fixture.Waits.await;

@QuarkusTest
class TimelineTest {

    private static final String QUEUE = "payments_domain_events";

    private final PostedStep step = PostedStep.payment();

    @Inject
    Pool pool;

    @Test
    void tellsWhyNoEventOfAStepWasPublished() {
        // Given
        Api.submit(step.success().replace("\"transaction_id\": \"txn-1\", ", ""), step.context(1));

        // When
        var timeline = Api.get("/v1/timeline?correlation_id=corr-" + step.taskUuid());

        // Then
        timeline.statusCode(200)
                .body("task_uuid", equalTo(step.taskUuid().toString()))
                .body("steps.step_uuid", contains(step.stepUuid().toString()))
                .body("steps[0].receipts[0].events.outcome", contains("rejected", "skipped"))
                .body("steps[0].receipts[0].events.reason", contains("schema", "condition"))
                .body("steps[0].notifications.state", contains("queued"))
                .body("steps[0].events", empty());
    }

    @Test
    void findsTheTaskByEachOfItsIds() {
        // Given
        var receipt = Api.submit(step.success(), step.context(1)).extract();
        String eventId = receipt.path("events[0].event_id");
        int msgId = receipt.path("events[0].msg_id");

        // Then
        for (var key : new String[] {
            "task_uuid=" + step.taskUuid(),
            "step_uuid=" + step.stepUuid(),
            "event_id=" + eventId,
            "queue=" + QUEUE + "&msg_id=" + msgId
        }) {
            Api.get("/v1/timeline?" + key)
                    .statusCode(200)
                    .body("correlation_id", equalTo("corr-" + step.taskUuid()))
                    .body("steps[0].step_uuid", equalTo(step.stepUuid().toString()))
                    .body("steps[0].events.event_id", contains(eventId));
        }
    }

    @Test
    void showsAllStepsOfATaskInTheOrderOfTheirResults() {
        // Given
        Api.submit(step.permanentFailure(), step.context(1));
        var next = new PostedStep(UUID.randomUUID(), step.taskUuid(), "orders", "fulfil_order", "validate_order");
        Api.submit(next.success(), next.context(1));

        // Then
        Api.get("/v1/timeline?step_uuid=" + step.stepUuid())
                .body(
                        "steps.step_uuid",
                        contains(step.stepUuid().toString(), next.stepUuid().toString()))
                .body("truncated", equalTo(false));
    }

    @Test
    void showsWhereTheMessagesOfAnEventAre() {
        // Given
        var receipt = Api.submit(step.success(), step.context(1)).extract();
        int msgId = receipt.path("events[0].msg_id");
        new TestQueues(pool).hide(QUEUE, msgId);

        // Then
        Api.get("/v1/timeline?step_uuid=" + step.stepUuid())
                .body("steps[0].events[0].places.state", contains("in_flight"));
    }

    @Test
    void namesTheSubscribersOfThisInstanceThatHandledAnEvent() {
        // Given
        Api.submit(step.success(), step.context(1));

        // Then
        await().untilAsserted(() -> Api.get("/v1/timeline?step_uuid=" + step.stepUuid())
                .body("steps[0].handled.subscriber", hasItem("LoggingSubscriber"))
                .body("steps[0].handled.outcome", hasItem("handled")));
    }

    @Test
    void showsTheFirstStepsAndReportsThatThereAreMore() {
        // Given
        for (int i = 0; i <= 100; i++) {
            new TestQueues(pool)
                    .send(
                            "orchestration_step_results",
                            "{\"step_uuid\": \"%s\", \"correlation_id\": \"%s\"}"
                                    .formatted(UUID.randomUUID(), step.taskUuid()),
                            null);
        }

        // Then
        Api.get("/v1/timeline?correlation_id=" + step.taskUuid())
                .body("steps", hasSize(100))
                .body("truncated", equalTo(true));
    }

    @Test
    void findsAStepWithoutContextByItsReceipt() {
        Api.submit(step.success());

        Api.get("/v1/timeline?step_uuid=" + step.stepUuid())
                .statusCode(200)
                .body("steps", hasSize(1))
                .body("steps[0].receipts[0].events.reason", contains("context_missing"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correlation_id=of-no-task",
                "task_uuid=00000000-0000-7000-8000-000000000000",
                "step_uuid=00000000-0000-7000-8000-000000000000",
                "event_id=00000000-0000-7000-8000-000000000000",
                "queue=payments_domain_events&msg_id=0",
                "queue=no_such_queue&msg_id=1"
            })
    void answers404WithoutReceiptAndMessage(String key) {
        Api.get("/v1/timeline?" + key).statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x=y", "queue=a", "msg_id=1", "step_uuid=x", "event_id=x&task_uuid=y", "queue=a&msg_id=x"})
    void rejectsWhatIsNotExactlyOneKey(String parameters) {
        Api.get("/v1/timeline?" + parameters).statusCode(400);
    }
}
