package systems.tasker.events.messaging.connector;

import java.util.stream.IntStream;

import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.api.trace.Span;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.reactive.messaging.TracingMetadata;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static systems.tasker.events.fixture.Waits.await;

@QuarkusTest
class IncomingChannelTest extends ConnectorTest {

    @Inject
    PgmqPayloadConverter converter;

    @Test
    void receivesInOrderAndArchivesAcknowledgedMessages() {
        // Given
        IntStream.range(0, 120).forEach(i -> send("{\"n\": " + i + "}"));

        // When
        var channel = open(ACKNOWLEDGE);

        // Then
        await().until(() -> archived() == 120);
        assertThat(channel.payloads())
                .containsExactlyElementsOf(IntStream.range(0, 120)
                        .mapToObj(i -> "{\"n\": " + i + "}")
                        .toList());
        assertThat(inQueue()).isZero();
    }

    @Test
    void deletesAcknowledgedMessagesIfConfigured() {
        send("{}");

        open(ACKNOWLEDGE, "ack", "delete");

        await().until(() -> inQueue() == 0);
        assertThat(archived()).isZero();
    }

    @Test
    void providesIncomingPgmqMetadata() {
        var id = send("{}", "{\"event_name\": \"payment.processed\"}");

        var channel = open(KEEP);

        await().until(() -> channel.messages().size() == 1);
        var metadata = Channels.metadata(channel.messages().get(0));
        assertThat(metadata.queue()).isEqualTo(queue);
        assertThat(metadata.msgId()).isEqualTo(id);
        assertThat(metadata.readCount()).isEqualTo(1);
        assertThat(metadata.headers().toString()).isEqualTo("{\"event_name\":\"payment.processed\"}");
    }

    @Test
    void carriesTheTraceOfTheSender() {
        send("{}", "{\"traceparent\": \"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\"}");

        var channel = open(KEEP);

        await().until(() -> channel.messages().size() == 1);
        var trace = TracingMetadata.fromMessage(channel.messages().get(0)).orElseThrow();
        assertThat(Span.fromContext(trace.getPreviousContext()).getSpanContext().getTraceId())
                .isEqualTo("0af7651916cd43dd8448eb211c80319c");
    }

    @Test
    void convertsThePayloadToTheParameterType() {
        send("{\"amount\": 1}");

        var channel = open(KEEP);

        await().until(() -> channel.messages().size() == 1);
        var message = channel.messages().get(0);
        assertThat(converter.canConvert(message, Integer.class)).isFalse();
        assertThat(converter.convert(message, byte[].class).getPayload()).isEqualTo("{\"amount\": 1}".getBytes());
        assertThat(converter.convert(message, JsonObject.class).getPayload())
                .isEqualTo(new JsonObject("{\"amount\": 1}"));
        assertThat(((JsonNode) converter.convert(message, JsonNode.class).getPayload())
                        .path("amount")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void respectsMaxInFlight() {
        // Given
        IntStream.range(0, 20).forEach(i -> send("{}"));
        var channel = open(KEEP, "max-concurrency", "5", "batch-size", "3");
        await().until(() -> channel.messages().size() == 5);

        // When
        channel.messages().get(0).ack();
        channel.messages().get(1).ack();

        // Then
        await().until(() -> channel.messages().size() == 7);
        assertThat(database.number("select count(*) from pgmq.q_" + queue + " where read_ct > 0"))
                .isEqualTo(5);
    }

    @Test
    void readsSeveralQueues() {
        // Given
        var other = Channels.newQueue();
        client.create(other).await().indefinitely();
        send("{\"from\": \"one\"}");
        database.execute("select pgmq.send(?, '{\"from\": \"other\"}')", other);

        // When
        var channel = open(ACKNOWLEDGE, "queue", queue + ", " + other);

        // Then
        await().untilAsserted(() -> assertThat(channel.payloads())
                .containsExactlyInAnyOrder("{\"from\": \"one\"}", "{\"from\": \"other\"}"));
    }

    @Test
    void sharesAQueueAmongInstances() {
        // Given
        IntStream.range(0, 500).forEach(i -> send("{\"n\": " + i + "}"));

        // When
        var one = open(ACKNOWLEDGE, "batch-size", "7");
        var other = open(ACKNOWLEDGE, "batch-size", "11");

        // Then
        await().until(() -> archived() == 500);
        assertThat(one.payloads()).doesNotContainAnyElementsOf(other.payloads());
        assertThat(one.payloads().size() + other.payloads().size()).isEqualTo(500);
    }

    @Test
    void createsTheQueuesThatAreMissing() {
        var missing = Channels.newQueue();

        open(KEEP, "queue", missing, "dead-letter-queue", missing + "_graveyard");

        assertThat(client.queues().await().indefinitely()).contains(missing, missing + "_graveyard");
    }

    @Test
    void rejectsInvalidChannelAttributes() {
        assertThatThrownBy(() -> open(KEEP, "visibility-timeout", "soon"))
                .hasMessageEndingWith(": visibility-timeout must be a duration such as 30s or 5m, not soon");
        assertThatThrownBy(() -> open(KEEP, "failure-strategy", "hope"))
                .hasMessageEndingWith(": failure-strategy must be retry, dead-letter-queue, fail or ignore, not hope");
        assertThatThrownBy(() -> open(KEEP, "wake-up", "never"))
                .hasMessageEndingWith(": wake-up must be notify or poll, not never");
        assertThatThrownBy(() -> open(KEEP, "max-concurrency", "0"))
                .hasMessageEndingWith(": max-concurrency must be at least 1");
        assertThatThrownBy(() -> open(KEEP, "backoff", "10m"))
                .hasMessageEndingWith(": backoff Pauses must grow: first=PT10M factor=2.0 max=PT5M");
    }
}
