package systems.tasker.events.observability.queues;

import java.util.List;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.TestQueues;
import systems.tasker.events.fixture.TightLimits;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

@QuarkusTest
@TestProfile(TightLimits.class)
class QueueStatusTest extends SampledQueueTest {

    QueueStatusTest() {
        super("stale");
    }

    @AfterEach
    void drop() {
        queues.drop(queue);
    }

    @Test
    void isDegradedByAQueueWithoutConsumerButNotByDeadLetters() {
        // Given
        var deadLetters = queues.existing(queue + "_dlq");
        age(queue);
        age(deadLetters);

        // When
        takeSample();

        // Then
        Api.get("/v1/status")
                .statusCode(200)
                .body("reasons.detail", hasItem(startsWith(queue + ": its oldest message has been there for PT")))
                .body("reasons.detail", not(hasItem(startsWith(deadLetters))));
        queues.drop(deadLetters);
    }

    @Test
    void isStalledWhileTheDatabaseDoesNotRespond() {
        database.whileHolding(
                () -> {
                    failASample();

                    Api.get("/v1/status")
                            .statusCode(200)
                            .body("status", equalTo("STALLED"))
                            .body("reasons[0].reason", equalTo("database_away"));
                },
                "lock table " + TestQueues.table(queue) + " in access exclusive mode");
        takeSample();
        Api.get("/v1/status").body("reasons.reason", not(hasItem("database_away")));
    }

    @Test
    void isDegradedWhileAQueueOfThisServiceIsUnloggedOrMissing() {
        var table = "pgmq.q_payments_domain_events_dlq";
        for (var fault : List.of(
                List.of("set unlogged", "set logged", "is unlogged"),
                List.of("rename to away", "rename to q_payments_domain_events_dlq", "has no table"))) {
            // Given
            pool.query("alter table " + table + " " + fault.get(0)).executeAndAwait();

            // When
            takeSample();

            // Then
            Api.get("/v1/status")
                    .body("reasons.find { it.reason == 'queue_not_durable' }.level", equalTo("DEGRADED"))
                    .body(
                            "reasons.find { it.reason == 'queue_not_durable' }.detail",
                            startsWith("Queue payments_domain_events_dlq " + fault.get(2)));
            pool.query("alter table " + (fault.get(0).endsWith("away") ? "pgmq.away" : table) + " " + fault.get(1))
                    .executeAndAwait();
            takeSample();
            Api.get("/v1/status").body("reasons.reason", not(hasItem("queue_not_durable")));
        }
    }

    private void age(String old) {
        queues.send(old, "{}", null);
        pool.query("update " + TestQueues.table(old) + " set enqueued_at = now() - interval '1 hour'")
                .executeAndAwait();
    }
}
