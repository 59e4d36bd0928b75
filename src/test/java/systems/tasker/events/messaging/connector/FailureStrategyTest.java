package systems.tasker.events.messaging.connector;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

@QuarkusTest
class FailureStrategyTest extends ConnectorTest {

    private static final Consumer<Message<?>> REFUSE = message -> message.nack(new IllegalStateException("no"));

    private static final String[] QUICK_RETRIES = {"backoff", "100ms", "max-attempts", "3", "poll-interval", "50ms"};

    @Test
    void retriesAndThenMovesToTheDeadLetterQueue() {
        var id = send("{\"amount\": 1.50}", "{\"x-pgmq-group\": \"a\"}");

        var channel = open(REFUSE, QUICK_RETRIES);

        await().until(() -> deadLetters() == 1);
        assertThat(channel.readCounts()).containsExactly(1, 2, 3);
        assertThat(inQueue()).isZero();
        assertThat(archived()).isEqualTo(1);
        assertThat(database.text("select message::text from pgmq.q_" + queue + "_dlq"))
                .isEqualTo("{\"amount\": 1.50}");
        assertThat(deadLetter("x-pgmq-group")).isEqualTo("a");
        assertThat(deadLetter("dead_letter,reason")).isEqualTo("attempts_exhausted");
        assertThat(deadLetter("dead_letter,errors,0")).isEqualTo("java.lang.IllegalStateException: no");
        assertThat(deadLetter("dead_letter,attempts")).isEqualTo("3");
        assertThat(deadLetter("dead_letter,queue")).isEqualTo(queue);
        assertThat(deadLetter("dead_letter,msg_id")).isEqualTo(Long.toString(id));
        assertThat(deadLetter("dead_letter,first_seen_at")).isLessThan(deadLetter("dead_letter,last_seen_at"));
    }

    @Test
    void retriesWithoutLimitWithoutMaxAttempts() {
        send("{}");

        var channel = open(
                message -> {
                    if (Channels.metadata(message).readCount() < 15) {
                        REFUSE.accept(message);
                    } else {
                        message.ack();
                    }
                },
                "max-attempts",
                "0",
                "backoff",
                "10ms",
                "max-backoff",
                "10ms",
                "poll-interval",
                "10ms");

        await().until(() -> archived() == 1);
        assertThat(channel.readCounts()).endsWith(14, 15);
    }

    @Test
    void deadLettersARejectedMessageWithAnyFailureStrategy() {
        send("{}");

        var channel = open(
                message -> message.nack(
                        new IllegalArgumentException(),
                        Metadata.of(new PgmqRejection("invalid_input", List.of("/step_uuid is required")))),
                "failure-strategy",
                "ignore");

        await().until(() -> deadLetters() == 1);
        assertThat(channel.readCounts()).containsExactly(1);
        assertThat(deadLetter("dead_letter,reason")).isEqualTo("invalid_input");
        assertThat(deadLetter("dead_letter,errors,0")).isEqualTo("/step_uuid is required");
    }

    @Test
    void deadLettersAtTheFirstFailureWithThatStrategy() {
        send("{}");

        open(REFUSE, "failure-strategy", "dead-letter-queue", "ack", "delete");

        await().until(() -> deadLetters() == 1);
        assertThat(deadLetter("dead_letter,reason")).isEqualTo("handler_failed");
        assertThat(archived()).isZero();
    }

    @Test
    void archivesAFailedMessageWithStrategyIgnore() {
        send("{}");

        open(REFUSE, "failure-strategy", "ignore");

        await().until(() -> archived() == 1);
        assertThat(deadLetters()).isZero();
    }

    @Test
    void stopsTheChannelWithStrategyFail() {
        // Given
        send("{}");

        // When
        var channel = open(REFUSE, "failure-strategy", "fail");

        // Then
        await().until(() -> channel.messages().size() == 1 && visible() == 1);
        send("{}");
        notifyConsumers();
        await().during(Duration.ofMillis(500)).until(() -> channel.messages().size() == 1);
        assertThat(connector.getLiveness().isOk()).isFalse();
        assertThat(connector.getReadiness().isOk()).isFalse();
    }

    @Test
    void isNotBlockedByPoisonMessages() {
        // Given
        for (int i = 0; i < 40; i++) {
            send("{\"poison\": " + (i % 2 == 0) + "}");
        }

        // When
        open(
                message -> {
                    if (message.getPayload().equals("{\"poison\": true}")) {
                        REFUSE.accept(message);
                    } else {
                        message.ack();
                    }
                },
                "max-concurrency",
                "4",
                "backoff",
                "1h",
                "max-backoff",
                "1h");

        // Then
        await().until(() -> archived() == 20);
        assertThat(inQueue()).isEqualTo(20);
    }

    @Test
    void deadLettersAMessageWhoseHandlersNeverEnd() {
        // Given
        send("{}");

        // When it is never settled, as if each handler ended its process
        var channel = open(KEEP, "visibility-timeout", "1s", "lease-extension", "0s", "max-attempts", "2");

        // Then
        await().until(() -> deadLetters() == 1);
        assertThat(channel.readCounts()).containsExactly(1, 2);
        assertThat(deadLetter("dead_letter,attempts")).isEqualTo("3");
    }
}
