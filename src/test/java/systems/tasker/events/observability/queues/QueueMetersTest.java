package systems.tasker.events.observability.queues;

import java.sql.Connection;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Meters;
import systems.tasker.events.fixture.TestQueues;
import systems.tasker.events.fixture.TightLimits;
import systems.tasker.events.fixture.WarningsOf;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

@QuarkusTest
@TestProfile(TightLimits.class)
class QueueMetersTest extends SampledQueueTest {

    private static final int LIMIT = 20;

    QueueMetersTest() {
        super("metered");
    }

    @Test
    void exportsQueueMetrics() {
        // Given
        var oldest = queues.send(queue, "{}", null);
        queues.hide(queue, queues.send(queue, "{}", null));
        queues.send(queues.existing(queue + "_dlq"), "{}", null);
        pool.query("update " + TestQueues.table(queue) + " set enqueued_at = now() - interval '1 hour' where msg_id = "
                        + oldest)
                .executeAndAwait();

        // When
        takeSample();

        // Then
        assertThat(value("visible")).isOne();
        assertThat(value("in_flight")).isOne();
        assertThat(value("oldest_age_seconds")).isBetween(3_600.0, 3_700.0);
        assertThat(value("dead_letters")).isOne();
    }

    @Test
    void exportsDeadRowsOfQueues() {
        // Given
        pool.query("alter table " + TestQueues.table(queue) + " set (autovacuum_enabled = false)")
                .executeAndAwait();
        queues.sendMany(queue, 9, null);
        queues.archive(queue);

        // Then
        await().untilAsserted(() -> {
            takeSample();
            assertThat(value("dead_tuples")).isEqualTo(9);
        });
    }

    @Test
    void logsASessionThatBlocksVacuumOnce() throws Exception {
        try (var log = new WarningsOf(VacuumWatch.class);
                var culprit = database.connect()) {
            // Given
            assertPinned(culprit);

            // When
            for (int i = 0; i <= LIMIT; i++) {
                queues.send(queue, "{}", null);
            }
            takeSample();
            takeSample();

            // Then
            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .contains("application=nightly report")
                    .containsPattern("pinned_by=session with pid \\d+")
                    .containsPattern("transactions=\\d+");
            assertThat(Meters.value("tasker_database_xmin_age", Map.of())).isGreaterThanOrEqualTo(LIMIT);
            culprit.rollback();
            takeSample();
            assertThat(Meters.value("tasker_database_xmin_age", Map.of())).isLessThan(LIMIT);
        }
    }

    private static void assertPinned(Connection culprit) throws Exception {
        culprit.setAutoCommit(false);
        culprit.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try (var statement = culprit.createStatement()) {
            statement.execute("set application_name = 'nightly report'; select count(*) from pgmq.meta");
        }
    }

    private double value(String figure) {
        return Meters.value("tasker_queue_" + figure, Map.of("queue", queue));
    }
}
