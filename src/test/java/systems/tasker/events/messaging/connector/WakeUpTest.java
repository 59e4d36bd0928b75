package systems.tasker.events.messaging.connector;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import systems.tasker.events.postgres.pgmq.QueueWakeUps;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

@QuarkusTest
class WakeUpTest extends ConnectorTest {

    // With these, nothing but a notification leads to a look within the hour.
    private static final String[] NO_POLLING = {"poll-interval", "1h", "max-poll-interval", "1h"};

    private static final String OF_THE_LISTENER = " from pg_stat_activity"
            + " where query ~ '^(listen|select pg_backend_pid|with unsynchronized)' and pid <> pg_backend_pid()";

    @Inject
    QueueWakeUps wakeUps;

    @Test
    void readsAMessageAtItsNotification() {
        // Given
        var channel = openWithoutPolling();
        send("{}");

        // When
        wakeUps.sent(Set.of(queue));

        // Then
        await().until(() -> channel.messages().size() == 1);
    }

    @Test
    void listensAgainAfterALostConnection() {
        // Given
        var channel = openWithoutPolling();

        // When
        database.execute("select pg_terminate_backend(pid)" + OF_THE_LISTENER);
        send("{\"sent\": \"meanwhile\"}");

        // Then
        await().until(() -> channel.messages().size() == 1);
        send("{\"sent\": \"later\"}");
        notifyConsumers();
        await().until(() -> channel.messages().size() == 2);
    }

    @Test
    void findsMessagesByPollingWithoutNotification() {
        var channel = open(ACKNOWLEDGE, "wake-up", "poll", "poll-interval", "20ms", "max-poll-interval", "40ms");
        await().until(() -> connector.getReadiness().isOk());

        send("{}");

        await().until(() -> channel.messages().size() == 1);
    }

    @Test
    void notifiesConsumersOfAnotherChannelsMessages() {
        // Given
        var channel = openWithoutPolling();

        // When
        openOutgoing().send("one", "{}");

        // Then
        await().until(() -> channel.messages().size() == 1);
    }

    @Test
    void pollsAnIdleQueueAtMostTwiceASecond() {
        // Given
        open(ACKNOWLEDGE);
        await().until(() -> connector.getReadiness().isOk());
        var looksPerSecond = 2;
        var time = Duration.ofSeconds(4);
        // The first looks follow each other faster; idle is who has let two seconds go by without one.
        var before = new AtomicLong(-1);
        var start = new AtomicLong();
        await().pollInterval(Duration.ofSeconds(2)).until(() -> {
            start.set(System.nanoTime());
            var now = looks();
            return before.getAndSet(now) == now;
        });

        // When
        await().pollDelay(time).until(() -> true);

        // Then
        var looks = looks() - before.get();
        // On a busy machine more time went by than was asked for.
        var seconds = Duration.ofNanos(System.nanoTime() - start.get()).toMillis() / 1e3;
        assertThat((double) looks).isLessThanOrEqualTo(looksPerSecond * seconds);
    }

    private Channels.Incoming openWithoutPolling() {
        var channel = open(ACKNOWLEDGE, NO_POLLING);
        await().until(() -> connector.getReadiness().isOk());
        await().until(() -> database.number("select count(*)" + OF_THE_LISTENER) > 0);
        return channel;
    }

    private long looks() {
        return database.number(
                "select seq_scan + coalesce(idx_scan, 0) from pg_stat_user_tables"
                        + " where schemaname = 'pgmq' and relname = ?",
                "q_" + queue);
    }
}
