package systems.tasker.events.messaging.connector;

import java.util.List;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.reactive.messaging.TracingMetadata;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

@QuarkusTest
class OutgoingChannelTest extends ConnectorTest {

    @Test
    void sendsInOrderSeveralAtOnce() {
        // Given
        var channel = openOutgoing();

        // When the first send is held up, so that the others gather
        database.whileHolding(
                () -> {
                    IntStream.range(0, 60).forEach(i -> channel.send("" + i, "{\"n\": " + i + "}"));
                    await().until(() -> database.waiting() > 0);
                },
                "lock table pgmq.q_" + queue + " in share mode");

        // Then
        await().until(() -> channel.answers().size() == 60);
        assertThat(database.rows("select message ->> 'n' from pgmq.q_" + queue + " order by msg_id"))
                .containsExactlyElementsOf(IntStream.range(0, 60)
                        .mapToObj(i -> List.<Object>of("" + i))
                        .toList());
        assertThat(database.number("select count(distinct xmin::text) from pgmq.q_" + queue))
                .isLessThan(10);
    }

    @Test
    void acknowledgesOnlyCommittedMessages() {
        // Given
        var channel = openOutgoing();

        // When
        database.whileHolding(
                () -> {
                    channel.send("one", "{}");
                    await().until(() -> database.waiting() > 0);
                    assertThat(channel.answers()).isEmpty();
                },
                "lock table pgmq.q_" + queue + " in share mode");

        // Then
        await().until(() -> channel.answers().equals(List.of("sent one")));
    }

    @Test
    void isNotBlockedByAnotherSendersOpenTransaction() {
        var channel = openOutgoing();

        database.whileHolding(
                () -> {
                    channel.send("one", "{}");
                    await().until(() -> channel.answers().equals(List.of("sent one")));
                },
                "select pgmq.send('" + queue + "', '{}')");
    }

    @Test
    void rejectsOnlyTheMessageThatPostgresqlCannotStore() {
        // Given
        var channel = openOutgoing();

        // When
        database.whileHolding(
                () -> {
                    channel.send("first", "{}");
                    channel.send("good", "{}");
                    channel.send("zero byte", "{\"a\": \"\\u0000\"}");
                    channel.send("no JSON", "{");
                    channel.send("last", "{}");
                    await().until(() -> database.waiting() > 0);
                },
                "lock table pgmq.q_" + queue + " in share mode");

        // Then
        await().until(() -> channel.answers().size() == 5);
        assertThat(channel.answers())
                .containsExactly("sent first", "sent good", "refused zero byte", "refused no JSON", "sent last");
    }

    @Test
    void rejectsAPayloadThatIsNotJson() {
        var channel = openOutgoing();

        channel.send("a thread", Thread.currentThread());

        await().until(() -> channel.answers().equals(List.of("refused a thread")));
    }

    @Test
    void sendsHeadersGroupAndTraceToTheQueueAMessageNames() {
        // Given
        var other = Channels.newQueue();
        client.create(other).await().indefinitely();
        var span = Span.wrap(SpanContext.create(
                "0af7651916cd43dd8448eb211c80319c",
                "b7ad6b7169203331",
                TraceFlags.getSampled(),
                TraceState.getDefault()));

        // When
        openOutgoing()
                .send(
                        "one",
                        new JsonObject().put("amount", 1),
                        OutgoingPgmqMetadata.toQueue(other)
                                .withHeaders(
                                        JsonNodeFactory.instance.objectNode().put("kind", "test"))
                                .withOrderingKey("customer-1"),
                        TracingMetadata.withCurrent(span.storeInContext(Context.root())));

        // Then
        await().until(() -> database.number("select count(*) from pgmq.q_" + other) == 1);
        assertThat(database.text("select message from pgmq.q_" + other)).isEqualTo("{\"amount\": 1}");
        assertThat(database.text("select headers from pgmq.q_" + other))
                .isEqualTo(
                        "{\"kind\": \"test\", \"traceparent\": \"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\","
                                + " \"x-pgmq-group\": \"customer-1\"}");
    }
}
