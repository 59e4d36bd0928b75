package systems.tasker.events.postgres.ledger;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.PostedStep;
import systems.tasker.events.fixture.SentMessages;
import systems.tasker.events.fixture.SentMessages.Sent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

/** Durable events that PostgreSQL does not take, for their own sake or for a queue's, end among the dead letters. */
@QuarkusTest
class RefusedEventsTest {

    private static final String QUEUE = "orders_domain_events";
    private static final String COPIES = "purchasing_events";
    // Longer than an entry of the queue's index may be, and nothing to compress.
    private static final String ENDLESS_KEY =
            Stream.generate(UUID::randomUUID).limit(300).map(UUID::toString).collect(Collectors.joining());

    private final Database database = Database.ofTests();
    private final PostedStep step = PostedStep.of("orders", "fulfil_order", "reserve_stock");

    @Inject
    Pool pool;

    @Test
    void deadLettersAnEventWhoseHeadersAreRejected() {
        // When
        var answer = submit(ENDLESS_KEY);

        // Then
        assertRejected(answer);
        assertThat(sent(QUEUE)).isEmpty();
        assertThat(sent(COPIES)).isEmpty();
        assertDeadLetter(QUEUE, ENDLESS_KEY, "index row");
        assertDeadLetter(COPIES, ENDLESS_KEY, "index row");
        answer.body(
                "events[0].msg_id", equalTo((int) sent(QUEUE + "_dlq").get(0).id()));
    }

    @Test
    void deadLettersEveryFanOutCopyWhenAQueueIsMissing() {
        // When
        var answer = whileGone(List.of(COPIES));

        // Then
        assertRejected(answer);
        assertThat(sent(QUEUE)).isEmpty();
        assertDeadLetter(QUEUE, "txn-1", COPIES);
        assertDeadLetter(COPIES, "txn-1", COPIES);
    }

    @Test
    void acceptsTheResultWhenTheDeadLetterQueueIsMissing() {
        // When
        var answer = whileGone(List.of(QUEUE, QUEUE + "_dlq"));

        // Then
        answer.statusCode(202)
                .body("events.reason", contains("send_refused"))
                .body("events[0].queue", nullValue())
                .body("events[0].event_id", nullValue());
        assertThat(sent("orchestration_step_results")).hasSize(1);
        assertThat(new SentMessages(pool).of(step.stepUuid())).hasSize(1);
    }

    private ValidatableResponse submit(String key) {
        var context = step.contextDeclaring("""
                {"name": "reserve_stock", "publishes_events": [
                  {"name": "fixture.ordered", "ordering_key": "/transaction_id", "fan_out": ["%s"]}]}""".formatted(COPIES));
        return Api.submit(step.success().replace("txn-1", key), context);
    }

    private void assertRejected(ValidatableResponse answer) {
        answer.statusCode(202)
                .body("events.outcome", contains("failed"))
                .body("events.reason", contains("send_refused"))
                .body("events.queue", contains(QUEUE + "_dlq"));
        assertThat(sent("orchestration_step_results")).hasSize(1);
    }

    private void assertDeadLetter(String queue, String key, String error) {
        assertThat(sent(queue + "_dlq")).singleElement().satisfies(dead -> {
            assertThat(dead.message().at("/payload/payload/transaction_id").textValue())
                    .isEqualTo(key);
            assertThat(dead.headers().path("event_name").textValue()).isEqualTo("fixture.ordered");
            assertThat(dead.headers().path("x-pgmq-group").textValue()).isEqualTo(key);
            var why = dead.headers().path("dead_letter");
            assertThat(why.path("reason").textValue()).isEqualTo("send_refused");
            assertThat(why.path("queue").textValue()).isEqualTo(queue);
            assertThat(why.path("attempts").intValue()).isOne();
            assertThat(why.has("msg_id")).isFalse();
            assertThat(why.at("/errors/0").textValue()).contains(error).doesNotContain(key);
        });
    }

    private List<Sent> sent(String queue) {
        return new SentMessages(pool)
                .of(step.stepUuid()).stream()
                        .filter(message -> message.queue().equals(queue))
                        .toList();
    }

    /** Hands the result in while these queues are not there. */
    private ValidatableResponse whileGone(List<String> queues) {
        queues.forEach(queue -> database.execute("alter table pgmq.q_" + queue + " rename to away_" + queue));
        try {
            return submit("txn-1");
        } finally {
            queues.forEach(queue -> database.execute("alter table pgmq.away_" + queue + " rename to q_" + queue));
        }
    }
}
