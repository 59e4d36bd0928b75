package systems.tasker.events.postgres.ledger;

import java.util.List;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.event.EventHeaders;
import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.PostedStep;
import systems.tasker.events.json.Json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

@QuarkusTest
class AtomicityTest {

    private final PostedStep step = PostedStep.payment();

    private Database database;

    @BeforeEach
    void connect() {
        database = Database.ofTests();
    }

    @Test
    void rollsBackEverythingWhenTheCommitFails() throws Exception {
        // Given
        Api.claim(step.context(1)).statusCode(201);
        refuseRowsOf(step);

        // When
        var answer = Api.submit(step.success());

        // Then
        answer.statusCode(503).header("Retry-After", "5").contentType("application/problem+json");
        assertThat(database.notifications(step.stepUuid())).isEmpty();
        assertThat(database.events(step)).isEmpty();
        assertThat(database.number("select count(*) from tasker_events.claimed_contexts where step_uuid = '"
                        + step.stepUuid() + "'"))
                .isEqualTo(1);
        Api.receipts(step.stepUuid()).statusCode(404);

        database.execute("drop trigger refuse on tasker_events.accepted_results");
        Api.submit(step.success()).statusCode(202).body("events[0].outcome", equalTo("published"));
        assertThat(database.notifications(step.stepUuid())).hasSize(1);
        assertThat(database.events(step)).hasSize(1);
    }

    @Test
    void deadLettersEventsWhenTheirQueueIsMissing() throws Exception {
        // Given
        var order = PostedStep.of("orders", "fulfil_order", "reserve_stock");
        database.execute("alter table pgmq.q_orders_domain_events rename to q_away");
        try {

            // When
            var answer = Api.submit(order.retryableFailure(), order.context(1));

            // Then
            answer.statusCode(202)
                    .body("outcome", equalTo("retryable_failure"))
                    .body("events.outcome", contains("published", "failed", "skipped"))
                    .body("events[1].reason", equalTo("send_refused"))
                    .body("events[1].queue", equalTo("orders_domain_events_dlq"));
            assertThat(database.notifications(order.stepUuid())).hasSize(1);
            var dead = database.deadLetters(order).get(0);
            assertThat(answer.extract().<Integer>path("events[1].msg_id").longValue())
                    .isEqualTo(dead.id());
            assertThat(dead.body()).contains(answer.extract().<String>path("events[1].event_id"));
            assertThat(dead.headers())
                    .contains("\"event_name\": \"stock.reservation.delayed\"")
                    .contains("\"reason\": \"send_refused\"")
                    .contains("\"queue\": \"orders_domain_events\"");
            Api.receipts(order.stepUuid())
                    .body("[0].events[1].msg_id", equalTo(answer.extract().path("events[1].msg_id")));
        } finally {
            database.execute("alter table pgmq.q_away rename to q_orders_domain_events");
        }
    }

    @Test
    void makesAllMessagesOfAResultVisibleAtOnce() throws Exception {
        // Given
        var context = step.contextDeclaring("""
                {"name": "process_payment",
                 "publishes_events": [{"name": "fixture.first"}, {"name": "fixture.second"}]}""");

        // When
        Api.submit(step.success(), context).statusCode(202).body("events.outcome", contains("published", "published"));

        // Then
        var transactions = """
                select count(distinct xid) from (
                    select xmin::text as xid from pgmq.q_orchestration_step_results where message->>'step_uuid' = '%1$s'
                    union all
                    select xmin::text from pgmq.q_payments_domain_events
                        where message->'metadata'->>'step_uuid' = '%1$s'
                    union all
                    select xmin::text from tasker_events.accepted_results where step_uuid = '%1$s') as written""".formatted(step.stepUuid());
        assertThat(database.number(transactions)).isEqualTo(1);
        assertThat(database.notifications(step.stepUuid())).hasSize(1);
        assertThat(database.events(step)).hasSize(2);
    }

    @Test
    void sendsTheReceiptsMessageIdsAndHeadersThatRoute() throws Exception {
        // When
        var answer = Api.submit(step.success(), step.context(1)).statusCode(202);

        // Then
        var event = database.events(step).get(0);
        assertThat(Json.read(event.headers()))
                .isEqualTo(JsonNodeFactory.instance
                        .objectNode()
                        .put(EventHeaders.EVENT_NAME, "payment.processed")
                        .put(EventHeaders.EVENT_VERSION, "1.0")
                        .put(EventHeaders.CORRELATION_ID, "corr-" + step.taskUuid()));
        List<Integer> ids = answer.extract().path("events.msg_id");
        assertThat(ids.get(0).longValue()).isEqualTo(event.id());
    }

    private void refuseRowsOf(PostedStep refused) throws Exception {
        database.execute("""
                create or replace function tasker_events.refuse_row() returns trigger language plpgsql as
                $$ begin raise exception 'refused by the test'; end $$""");
        database.execute("""
                create trigger refuse before insert on tasker_events.accepted_results
                for each row when (new.step_uuid = '%s') execute function tasker_events.refuse_row()""".formatted(refused.stepUuid()));
    }
}
