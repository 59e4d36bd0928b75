package systems.tasker.events.pgmq;

import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.pgmq.PgmqClient.Message;

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
                .containsExactly(new Message(
                        id, 1, "{\"amount\": 10.50}", new JsonObject().put("event_name", "payment.processed")));
    }

    @Test
    void sendsAMessageWithoutHeaders() {
        send("{}", null);

        assertThat(read().get(0).headers()).isNull();
    }

    @Test
    void hidesWhatIsReadUntilItIsShownAgain() {
        // Given
        var id = send("{}", null);
        read();
        assertThat(read()).isEmpty();

        // When
        client.setVisibilityTimeout(queue, id, 0).await().indefinitely();

        // Then
        assertThat(read()).extracting(Message::id, Message::readCount).containsExactly(tuple(id, 2));
    }

    @Test
    void readsNoMoreThanItIsAskedFor() {
        var first = send("1", null);
        send("2", null);

        assertThat(client.read(queue, HIDDEN, 1).await().indefinitely())
                .extracting(Message::id)
                .containsExactly(first);
    }

    @Test
    void archivesWhatIsThere() {
        var id = send("{}", null);

        assertThat(client.archive(queue, List.of(id, id + 1)).await().indefinitely())
                .isEqualTo(1);
        assertThat(read()).isEmpty();
        assertThat(rowsOf("a_" + queue)).isEqualTo(1);
    }

    @Test
    void deletesAMessageOnce() {
        var id = send("{}", null);

        assertThat(client.delete(queue, id).await().indefinitely()).isTrue();
        assertThat(client.delete(queue, id).await().indefinitely()).isFalse();
        assertThat(rowsOf("q_" + queue)).isZero();
    }

    @Test
    void popsTheOldestMessage() {
        var first = send("1", null);
        send("2", null);

        assertThat(client.pop(queue).await().indefinitely())
                .extracting(Message::id, Message::message)
                .containsExactly(tuple(first, "1"));
        assertThat(rowsOf("q_" + queue)).isEqualTo(1);
    }

    private long send(String message, String headers) {
        return client.send(queue, message, headers).await().indefinitely();
    }

    private List<Message> read() {
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
