package systems.tasker.events.postgres.pgmq;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

@QuarkusTest
class PgmqClientTest {

    private static final int HIDDEN = 600;

    private final String queue = "client_" + UUID.randomUUID().toString().substring(0, 8);

    @Inject
    Pool pool;

    private PgmqClient client;

    @BeforeEach
    void createQueue() {
        client = new PgmqClient(pool);
        client.create(queue).await().indefinitely();
    }

    @Test
    void createsAQueueOnce() {
        client.create(queue).await().indefinitely();

        assertThat(client.queues().await().indefinitely()).containsOnlyOnce(queue);
    }

    @Test
    void sendsAMessageWithItsHeaders() {
        var id = send("{\"amount\": 10.50}", "{\"event_name\": \"payment.processed\"}");

        assertThat(read())
                .singleElement()
                .satisfies(message -> assertThat(message.enqueuedAt()).isBeforeOrEqualTo(Instant.now()))
                .extracting(
                        QueueMessage::id,
                        QueueMessage::readCount,
                        QueueMessage::text,
                        message -> message.headers().toString())
                .containsExactly(id, 1, "{\"amount\": 10.50}", "{\"event_name\":\"payment.processed\"}");
    }

    @ParameterizedTest
    @MethodSource("vastTexts")
    void readsHeadersOfAnySize(String vast) {
        send("{}", vast);

        assertThat(read())
                .singleElement()
                .extracting(message -> message.headers().toString())
                .isEqualTo(vast);
    }

    @Test
    void readsUnwritableHeadersAsEmpty() {
        send("{}", "{\"a\":".repeat(3_000) + "1" + "}".repeat(3_000));

        assertThat(read()).extracting(QueueMessage::headers).allMatch(ObjectNode::isEmpty);
    }

    static Stream<String> vastTexts() {
        return Stream.of(
                "{\"n\":" + "1".repeat(100_000) + "}",
                "{\"a\":".repeat(1_000) + "1" + "}".repeat(1_000),
                "{\"" + "k".repeat(100_000) + "\":1}");
    }

    @Test
    void readsMissingAndInvalidHeadersAsEmpty() {
        send("{}", null);
        send("{}", "[1]");

        assertThat(read()).extracting(QueueMessage::headers).allMatch(ObjectNode::isEmpty);
    }

    @Test
    void hidesReadMessagesUntilTheVisibilityTimeout() {
        // Given
        var id = send("{}", null);
        read();
        assertThat(read()).isEmpty();

        // When
        client.setVisibilityTimeout(queue, List.of(id), 0).await().indefinitely();

        // Then
        assertThat(read()).extracting(QueueMessage::id, QueueMessage::readCount).containsExactly(tuple(id, 2));
    }

    @Test
    void readsTheOldestFirstUpToTheLimit() {
        var ids = client.send(
                        queue,
                        IntStream.range(0, 50)
                                .mapToObj(i -> new MessageText("{}", null))
                                .toList())
                .await()
                .indefinitely();

        assertThat(client.read(queue, HIDDEN, 40).await().indefinitely())
                .extracting(QueueMessage::id)
                .containsExactlyElementsOf(ids.subList(0, 40));
    }

    @Test
    void archivesExistingMessages() {
        var id = send("{}", null);

        assertThat(client.archive(queue, List.of(id, id + 1)).await().indefinitely())
                .containsExactly(id);
        assertThat(read()).isEmpty();
        assertThat(rowsOf("a_" + queue)).isEqualTo(1);
    }

    @Test
    void deletesAMessageOnce() {
        var id = send("{}", null);

        assertThat(client.delete(queue, List.of(id)).await().indefinitely()).containsExactly(id);
        assertThat(client.delete(queue, List.of(id)).await().indefinitely()).isEmpty();
        assertThat(rowsOf("q_" + queue)).isZero();
    }

    private long send(String message, String headers) {
        return client.send(queue, List.of(new MessageText(message, headers)))
                .await()
                .indefinitely()
                .get(0);
    }

    private List<QueueMessage> read() {
        return client.read(queue, HIDDEN, 10).await().indefinitely();
    }

    private long rowsOf(String table) {
        return pool.query("select count(*) from pgmq." + table)
                .executeAndAwait()
                .iterator()
                .next()
                .getLong(0);
    }
}
