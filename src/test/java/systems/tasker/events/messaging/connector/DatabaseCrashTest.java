package systems.tasker.events.messaging.connector;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

@QuarkusTest
class DatabaseCrashTest extends ConnectorTest {

    private static final int MESSAGES = 300;

    @Test
    void consumesWithoutLossAfterADatabaseRestart() throws Exception {
        // Given
        IntStream.range(0, MESSAGES).forEach(i -> send("{\"n\": " + i + "}"));
        // The server of the tests commits asynchronously: without it, the crash could lose messages that were just
        // sent.
        database.execute("checkpoint");
        var inTheMiddle = new CountDownLatch(1);
        var channel = open(
                message -> {
                    if (Channels.metadata(message).msgId() == MESSAGES / 2) {
                        inTheMiddle.countDown();
                    }
                    message.ack();
                },
                "batch-size",
                "20",
                "max-concurrency",
                "40",
                "visibility-timeout",
                "2s");

        // When
        inTheMiddle.await();
        crash();

        // Then
        await().ignoreExceptions().until(() -> archived() == MESSAGES);
        assertThat(inQueue()).isZero();
        assertThat(new HashSet<>(channel.payloads())).hasSize(MESSAGES);
        await().until(() -> connector.getReadiness().isOk());
    }

    /** One backend dies: PostgreSQL ends all the others at once, without a farewell, and recovers from its log. */
    private void crash() throws SQLException {
        try (var other = database.connect()) {
            var victim = database.number("select min(pid) from pg_stat_activity"
                    + " where backend_type = 'client backend' and pid <> pg_backend_pid()");
            ProcessHandle.of(victim).orElseThrow().destroyForcibly();
            await().until(() -> !other.isValid(1));
        }
    }
}
