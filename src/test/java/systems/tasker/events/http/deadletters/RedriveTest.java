package systems.tasker.events.http.deadletters;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.AuditTrail;
import systems.tasker.events.fixture.TestQueues;
import systems.tasker.events.fixture.TestQueues.Message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

@QuarkusTest
class RedriveTest {

    private static final String ALL = "{\"all\": true}";

    @Inject
    Pool pool;

    private DeadLetterQueue queue;

    @BeforeEach
    void create() {
        queue = DeadLetterQueue.in(pool);
    }

    @Test
    void redrivesAMessageWithItsHeadersAndGroup() {
        // Given
        var trail = new AuditTrail();
        queue.event("payment.processed", "max_attempts", "order-1");
        var letter = queue.letters().get(0);

        // When
        queue.redrive(ALL)
                .statusCode(200)
                .body("matched", equalTo(1))
                .body("redriven", equalTo(1))
                .body("remaining", equalTo(0))
                .body("not_redriven", hasSize(0))
                .body("dry_run", equalTo(false));

        // Then
        trail.close();
        assertThat(queue.letters()).isEmpty();
        assertThat(queue.returned()).singleElement().satisfies(message -> {
            assertThat(message.message()).isEqualTo(letter.message());
            assertThat(message.headers().toString())
                    .isEqualTo("{\"event_name\":\"payment.processed\",\"x-pgmq-group\":\"order-1\","
                            + "\"correlation_id\":\"order-1\"}");
        });
        assertThat(trail.about(queue.name()))
                .containsExactly("Redrive: address=127.0.0.1 user=- queue=" + queue.name()
                        + " selection={\"all\":true} messages=1 outcome=done");
    }

    @Test
    void redrivesTheOldestFirstOverManyBatches() {
        // Given
        queue.queues().sendMany(queue.name(), 250, null);
        var letters = queue.letters();

        // When
        queue.redrive(ALL).body("redriven", equalTo(250));

        // Then
        assertThat(queue.returned()).extracting(Message::message).isEqualTo(messages(letters));
    }

    @Test
    void redrivesMessagesByIdAndReportsUnknownIds() {
        // Given
        var ids = queue.queues().sendMany(queue.name(), 4, null);
        var absent = ids.get(3) + 1;

        // When
        var answer =
                queue.redrive("{\"msg_ids\": [%d, %d, %d, %d]}".formatted(ids.get(2), absent, ids.get(0), ids.get(0)));

        // Then
        answer.statusCode(200)
                .body("matched", equalTo(2))
                .body("redriven", equalTo(2))
                .body("remaining", equalTo(0))
                .body("not_redriven", hasSize(1))
                .body("not_redriven[0].msg_id", equalTo((int) absent))
                .body("not_redriven[0].detail", containsString("no such message"));
        assertThat(queue.returned())
                .extracting(message -> message.message().toString())
                .containsExactly("{\"n\":1}", "{\"n\":3}");
        assertThat(queue.letters()).extracting(Message::id).containsExactly(ids.get(1), ids.get(3));
    }

    @Test
    void redrivesOnlyMessagesMatchingTheFilter() {
        // Given
        queue.event("payment.processed", "poison", "order-1");
        queue.event("payment.processed", "max_attempts", "order-1");
        queue.event("payment.failed", "poison", "order-1");
        queue.event("payment.processed", "poison", "order-2");

        // When
        queue.redrive("""
                {"filter": {"event_name": "payment.processed", "reason": "poison", "correlation_id": "order-1"}}""").body("matched", equalTo(1)).body("redriven", equalTo(1));

        // Then
        assertThat(queue.returned()).hasSize(1);
        assertThat(queue.letters()).hasSize(3);
        queue.redrive("{\"filter\": {\"reason\": \"poison\"}}").body("redriven", equalTo(2));
    }

    @Test
    void reportsARedriveDryRunWithoutChanges() {
        // Given
        var trail = new AuditTrail();
        queue.letter();
        var orphan = queue.letterFrom("nowhere");
        var letters = queue.letters();

        // When
        queue.redrive("{\"all\": true, \"dry_run\": true, \"rate\": 1}")
                .statusCode(200)
                .body("matched", equalTo(2))
                .body("redriven", equalTo(0))
                .body("remaining", equalTo(2))
                .body("not_redriven.msg_id", equalTo(List.of((int) orphan)))
                .body("dry_run", equalTo(true));

        // Then
        trail.close();
        assertThat(queue.letters()).isEqualTo(letters);
        assertThat(queue.returned()).isEmpty();
        assertThat(trail.about(queue.name())).isEmpty();
    }

    @Test
    void redrivesEachMessageToItsOriginalQueue() {
        // Given
        var other = queue.queues().create("other");
        queue.letterFrom(other);
        queue.letter();
        queue.queues().send(queue.name(), "{\"by\": \"hand\"}", null);
        queue.queues().send(queue.name(), "{\"by\": \"hand\"}", "[\"dead_letter\"]");

        // When
        queue.redrive(ALL).body("redriven", equalTo(4));

        // Then
        assertThat(queue.queues().in(other)).hasSize(1);
        assertThat(queue.returned())
                .extracting(message -> message.headers().toString())
                .containsExactly("{}", "null", "[\"dead_letter\"]");
    }

    @Test
    void keepsAMessageWhoseQueueIsMissingAndRedrivesTheNext() {
        // Given
        var gone = queue.letterFrom("nowhere'; drop");
        queue.letter();

        // When
        queue.redrive("{\"all\": true, \"limit\": 1}")
                .statusCode(200)
                .body("matched", equalTo(2))
                .body("redriven", equalTo(1))
                .body("remaining", equalTo(1))
                .body("not_redriven[0].msg_id", equalTo((int) gone))
                .body(
                        "not_redriven[0].detail",
                        containsString("Queue nowhere'; drop, where it came from, does not exist"));

        // Then
        assertThat(queue.letters()).extracting(Message::id).containsExactly(gone);
    }

    @Test
    void skipsAMessageThatAConsumerHasRead() {
        // Given
        var id = queue.letter();
        queue.queues().hide(queue.name(), id);

        // When
        queue.redrive(ALL)
                .body("redriven", equalTo(0))
                .body("remaining", equalTo(1))
                .body("not_redriven[0].detail", containsString("A consumer has it until"));

        // Then
        assertThat(queue.letters()).hasSize(1);
    }

    @Test
    void redrivesEachMessageOnceWithConcurrentCallers() throws Exception {
        // Given
        queue.queues().sendMany(queue.name(), 600, null);
        var letters = queue.letters();
        var threads = Executors.newFixedThreadPool(4);

        // When
        var answers = threads.invokeAll(IntStream.range(0, 4)
                .<Callable<Integer>>mapToObj(
                        i -> () -> queue.redrive(ALL).statusCode(200).extract().path("redriven"))
                .toList());
        threads.shutdown();

        // Then
        var redriven = 0;
        for (var answer : answers) {
            redriven += answer.get();
        }
        assertThat(redriven).isEqualTo(600);
        assertThat(queue.letters()).isEmpty();
        assertThat(queue.returned())
                .extracting(Message::message)
                .containsExactlyInAnyOrderElementsOf(messages(letters));
    }

    @Test
    void rollsBackARedriveThatFails() {
        // Given
        queue.queues().sendMany(queue.name(), 3, null);
        pool.query("alter table " + TestQueues.table(queue.origin()) + " add check ((message ->> 'n')::int < 3)")
                .executeAndAwait();

        // When
        queue.redrive(ALL).statusCode(503);

        // Then
        assertThat(queue.letters()).hasSize(3);
        assertThat(queue.returned()).isEmpty();
    }

    private static List<JsonNode> messages(List<Message> messages) {
        return messages.stream().map(Message::message).toList();
    }

    @Test
    void listsNoMoreKeptMessagesThanThePageSize() {
        queue.lettersFrom("nowhere", 1_001);

        queue.redrive("{\"all\": true}").body("not_redriven", hasSize(1_000)).body("remaining", equalTo(1_001));
    }
}
