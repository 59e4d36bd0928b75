package systems.tasker.events.messaging.connector;

import java.util.HashSet;
import java.util.List;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

@QuarkusTest
class LeaseTest extends ConnectorTest {

    @Test
    void renewsTheLeaseOfASlowHandler() {
        // Given
        send("{}");

        // When
        var channel = open(KEEP, "visibility-timeout", "2s");

        // Then
        await().until(() -> channel.messages().size() == 1);
        var leases = new HashSet<String>();
        await().until(() -> {
            leases.add(database.text("select vt from pgmq.q_" + queue));
            return leases.size() > 5;
        });
        assertThat(channel.readCounts()).containsExactly(1);
    }

    @Test
    void redeliversAMessageWhoseLeaseExpires() {
        send("{}");

        var channel = open(KEEP, "visibility-timeout", "1s", "lease-extension", "0s");

        await().until(() -> channel.readCounts().equals(List.of(1, 2)));
    }

    @Test
    void archivesAMessageWhoseHandlerEndedAfterItsLease() {
        // Given
        send("{}");
        var channel = open(KEEP, "visibility-timeout", "1s", "lease-extension", "0s", "max-concurrency", "1");
        await().until(() -> channel.messages().size() == 1 && visible() == 1);

        // When
        channel.messages().get(0).ack();

        // Then
        await().until(() -> archived() == 1);
        assertThat(inQueue()).isZero();
    }

    @Test
    void leavesNoMessageHiddenWhenItCloses() {
        // Given
        for (int i = 0; i < 30; i++) {
            send("{}");
        }
        var channel = open(KEEP, "max-concurrency", "20", "batch-size", "20");
        await().until(() -> channel.messages().size() == 20);
        assertThat(visible()).isEqualTo(10);

        // When
        connector.close();

        // Then
        await().until(() -> visible() == 30);
    }

    @Test
    void drainsMessagesInFlightOnClose() {
        // Given
        send("{}");
        var channel = open(KEEP, "shutdown-timeout", "1m");
        await().until(() -> channel.messages().size() == 1);
        var closing = new Thread(connector::close);

        // When
        closing.start();
        await().until(() ->
                closing.getState() == Thread.State.TIMED_WAITING || closing.getState() == Thread.State.WAITING);
        channel.messages().get(0).ack();

        // Then
        await().until(() -> !closing.isAlive());
        assertThat(archived()).isEqualTo(1);
    }

    @Test
    void reportsAStalledChannelWhileMessagesWait() {
        // Given
        send("{}");
        send("{}");
        var channel = open(KEEP, "max-concurrency", "1", "stalled-after", "1s", "visibility-timeout", "1s");
        await().until(() -> channel.messages().size() == 1);
        assertThat(connector.getLiveness().isOk()).isTrue();

        // When
        await().until(() -> !connector.getLiveness().isOk());
        channel.messages().get(0).ack();

        // Then
        await().until(() -> connector.getLiveness().isOk());
    }
}
