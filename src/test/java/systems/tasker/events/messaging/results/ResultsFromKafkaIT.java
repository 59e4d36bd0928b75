package systems.tasker.events.messaging.results;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.BadBody;
import systems.tasker.events.fixture.KafkaBroker;
import systems.tasker.events.fixture.KafkaTopic;
import systems.tasker.events.fixture.PostedStep;
import systems.tasker.events.fixture.ResultsFromKafka;
import systems.tasker.events.observability.ChannelWatch;
import systems.tasker.events.observability.StatusReason;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

@QuarkusTest
@TestProfile(ResultsFromKafka.class)
class ResultsFromKafkaIT extends ResultChannelContract {

    KafkaBroker broker;

    @Inject
    KafkaClientService clients;

    private final ChannelWatch watch = new ChannelWatch(new SimpleMeterRegistry());
    private KafkaPolls polls;
    private KafkaTopic topic;
    private KafkaTopic deadLetters;

    @BeforeEach
    void connect() {
        polls = new KafkaPolls(clients, watch, Duration.ofSeconds(1));
        topic = new KafkaTopic(broker, ResultsFromKafka.TOPIC);
        deadLetters = new KafkaTopic(broker, ResultsFromKafka.DEAD_LETTERS);
    }

    @AfterEach
    void disconnect() {
        topic.close();
        deadLetters.close();
    }

    @Test
    void deadLettersPoisonMessages() {
        // Given
        var good = PostedStep.payment();
        // Some are about the same step.
        var bad = BadBody.all().collect(Collectors.toMap(poison -> UUID.randomUUID(), poison -> poison));

        // When
        bad.forEach((key, poison) -> topic.send(key.toString(), poison.bytes()));
        send(good, good.success());

        // Then
        awaitPublished(List.of(good));
        awaitAcknowledged();
        assertThat(bad).isNotEmpty().allSatisfy((key, poison) -> {
            var letter = deadLetter(key);
            assertThat(letter.value()).as(poison.name()).isEqualTo(new String(poison.bytes(), StandardCharsets.UTF_8));
            assertThat(reason(letter))
                    .as(poison.name())
                    .startsWith((poison.status() == 400 ? "malformed_input: " : "invalid_input: ") + poison.pointer())
                    .doesNotContain(poison.value());
            Api.receipts(poison.step().stepUuid()).statusCode(404);
        });
    }

    @Test
    void rejectsARecordWithoutAValue() {
        var key = UUID.randomUUID();

        topic.send(key.toString(), null);

        assertThat(awaitDeadLetter(key)).isEqualTo("malformed_input: is empty");
    }

    @Test
    void rejectsARecordThatIsTooLarge() {
        var step = PostedStep.payment();

        send(step, PostedStep.with(step.success(), "filler", "\"" + "x".repeat(ResultsFromKafka.MAX_BYTES) + "\""));

        assertThat(awaitDeadLetter(step.stepUuid()))
                .isEqualTo("body_too_large: has more than " + ResultsFromKafka.MAX_BYTES + " bytes");
    }

    @Test
    void resumesWhenTheBrokerIsBack() {
        // Given
        var before = steps(20);
        before.forEach(step -> send(step, step.success()));
        awaitAcknowledged();

        // When
        broker.stop();
        Api.get("/q/health/ready").statusCode(200);
        awaitStuck("the broker does not answer");
        broker.start();
        awaitNotStuck();
        var after = steps(20);
        after.forEach(step -> send(step, step.success()));

        // Then
        awaitAcknowledged();
        awaitPublished(before);
        awaitPublished(after);
        Api.get("/q/health/live").statusCode(200);
    }

    @Test
    void reportsAPollThatDoesNotRespond() {
        // Given
        var end = new CompletableFuture<Void>();
        clients.getConsumer("step-results")
                .runOnPollingThread(
                        (Consumer<org.apache.kafka.clients.consumer.Consumer<Object, Object>>) client -> end.join())
                .subscribe()
                .with(done -> {});
        var step = steps(1).get(0);

        // When
        send(step, step.success());

        // Then
        awaitStuck("its polling thread does not respond");
        end.complete(null);
        awaitNotStuck();
        awaitPublished(List.of(step));
    }

    @Test
    void reportsAPartitionThatIsNotReadWhileOthersMove() {
        // Given a client that is told not to read one partition, and does not tell
        var name = "partitions-" + UUID.randomUUID();
        var partitions = IntStream.range(0, 3)
                .mapToObj(number -> new TopicPartition(name, number))
                .toList();
        var stuck = partitions.get(1);
        try (var records = new KafkaTopic(broker, name);
                var client = new SilentlyPausedConsumer(broker)) {
            records.send("first", new byte[1]);
            records.await(1, first -> true);
            client.assign(partitions);
            client.pause(List.of(stuck));
            var progress = new ConsumerProgress("Channel in", watch, Duration.ofMillis(500));

            // When
            await().pollInSameThread().until(() -> {
                IntStream.range(0, 50)
                        .forEach(number -> records.send(UUID.randomUUID().toString(), new byte[1]));
                await().pollInSameThread()
                        .until(() -> !client.poll(Duration.ofMillis(100)).isEmpty());
                progress.compare(client);
                return !watch.reasons().isEmpty();
            });

            // Then
            assertThat(watch.reasons())
                    .extracting(StatusReason::detail)
                    .singleElement()
                    .asString()
                    .startsWith("Channel in, partition " + stuck
                            + ": records wait, and none was taken while other partitions move");
            client.resume(List.of(stuck));
            await().pollInSameThread().until(() -> {
                client.poll(Duration.ofMillis(100));
                progress.compare(client);
                return watch.reasons().isEmpty();
            });
        }
    }

    /** A real client whose paused partitions look as if they were read, as those of a poll that has died. */
    private static final class SilentlyPausedConsumer extends KafkaConsumer<Object, Object> {

        SilentlyPausedConsumer(KafkaBroker broker) {
            super(Map.of(
                    "bootstrap.servers",
                    broker.address(),
                    "auto.offset.reset",
                    "earliest",
                    "key.deserializer",
                    ByteArrayDeserializer.class,
                    "value.deserializer",
                    ByteArrayDeserializer.class));
        }

        @Override
        public Set<TopicPartition> paused() {
            return Set.of();
        }
    }

    private void awaitStuck(String detail) {
        await().until(() -> polled().contains(detail));
    }

    private void awaitNotStuck() {
        await().until(() -> polled().isEmpty());
    }

    private String polled() {
        polls.run().await().indefinitely();
        return watch.reasons().stream().map(StatusReason::detail).collect(Collectors.joining());
    }

    @Override
    void send(Map<UUID, byte[]> messages) {
        messages.forEach((key, message) -> topic.send(key.toString(), message));
    }

    @Override
    void awaitAcknowledged() {
        topic.awaitAcknowledgedBy("tasker-domain-events");
    }

    @Override
    String awaitDeadLetter(UUID key) {
        return reason(deadLetter(key));
    }

    private KafkaTopic.Received deadLetter(UUID key) {
        return deadLetters
                .await(1, letter -> letter.key().equals(key.toString()))
                .get(0);
    }

    private static String reason(KafkaTopic.Received letter) {
        return letter.headers().get("dead-letter-reason");
    }
}
