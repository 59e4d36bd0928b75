package systems.tasker.events.postgres.pgmq;

import java.util.List;
import java.util.Locale;
import java.util.UUID;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
class QueueTablesTest {

    private final String suffix = UUID.randomUUID().toString().substring(0, 8);

    @Inject
    Pool pool;

    private QueueTables tables;

    @BeforeEach
    void create() {
        tables = new QueueTables(pool);
    }

    @Test
    void quotesTableNamesOfQueues() {
        // Given
        var queue = "My \"odd\" queue " + suffix;
        new PgmqClient(pool).create(queue).await().indefinitely();

        // When
        var found = tables.find(queue.toUpperCase(Locale.ROOT))
                .await()
                .indefinitely()
                .orElseThrow();

        // Then
        assertThat(found.queue()).isEqualTo(queue);
        assertThat(found.messages()).isEqualTo("pgmq.\"q_my \"\"odd\"\" queue " + suffix + "\"");
        assertThat(found.archive()).isEqualTo("pgmq.\"a_my \"\"odd\"\" queue " + suffix + "\"");
        assertThat(rowsOf(found.messages())).isZero();
        assertThat(rowsOf(found.archive())).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nobodys", "orchestration_step_results; drop table x", "q_orchestration_step_results"})
    void findsNoUnknownQueue(String queue) {
        assertThat(tables.find(queue).await().indefinitely()).isEmpty();
    }

    @Test
    void listsTheQueuesThatThisRoleMayRead() {
        // Given
        var queue = "hidden_" + suffix;
        new PgmqClient(pool).create(queue).await().indefinitely();
        assertThat(readable()).contains(queue, "orchestration_step_results");

        // When
        pool.query("drop table pgmq.q_" + queue).executeAndAwait();

        // Then
        assertThat(readable()).doesNotContain(queue).contains("orchestration_step_results");
        pool.query("delete from pgmq.meta where queue_name = '" + queue + "'").executeAndAwait();
    }

    private List<String> readable() {
        return tables.readable().await().indefinitely().stream()
                .map(QueueTable::queue)
                .toList();
    }

    private long rowsOf(String table) {
        return pool.query("select count(*) from " + table)
                .executeAndAwait()
                .iterator()
                .next()
                .getLong(0);
    }
}
