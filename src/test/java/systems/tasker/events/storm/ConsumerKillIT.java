package systems.tasker.events.storm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.ConsumerProcess;
import systems.tasker.events.fixture.InboxServer;
import systems.tasker.events.fixture.KafkaBroker;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

/** The samples of consumers in Java, SQL and of Kafka. */
class ConsumerKillIT extends ConsumerStorm {

    @Test
    void jdbcConsumerHasEachEffectOnceAndInOrder() {
        storm("JDBC", () -> ConsumerProcess.java("JdbcConsumer", environment(jdbcUrl()), "postgresql-"));
    }

    @Test
    void sqlConsumerHasEachEffectOnceAndInOrder() throws Exception {
        try (var session = inbox.connect();
                var statement = session.createStatement()) {
            statement.execute(Files.readString(Path.of(InboxServer.SAMPLES, "sql/consumer.sql")));

            // When
            while (left() > 0) {
                statement.execute("call billing.consume_payments(1)");
            }
        }

        // Then
        assertEffects();
    }

    @Test
    void kafkaConsumerHasEachEffectOnce() throws IOException {
        // Given
        var broker = new KafkaBroker();
        broker.start();
        var environment = Map.of("DATABASE_URL", jdbcUrl(), "KAFKA_BOOTSTRAP_SERVERS", broker.address());
        Supplier<ConsumerProcess> starter = () -> ConsumerProcess.java(
                "KafkaConsumerWithInbox",
                environment,
                "postgresql-",
                "kafka-clients-",
                "slf4j-api-",
                "lz4-",
                "snappy-");
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.address()), new StringSerializer(), new StringSerializer())) {
            var consumer = starter.get();
            for (int i = 0; i < 3 * EVENTS_PER_ROUND; i++) {
                var event =
                        "{\"event_id\": \"00000000-0000-7000-8000-%012d\", \"payload\": {\"payload\": {\"number\": %d}}}"
                                .formatted(i % EVENTS_PER_ROUND, i);
                producer.send(new ProducerRecord<>("payments.domain-events", "order-4711", event));
            }
            producer.flush();

            // When it is killed before it has committed everything
            await().until(() -> number("select count(*) from billing.bookings_from_kafka") > 0);
            consumer.kill();

            // Then
            try (var next = starter.get()) {
                await().until(() -> number("select count(*) from billing.bookings_from_kafka") == EVENTS_PER_ROUND);
                assertThat(next.isAlive()).isTrue();
            }
        } finally {
            broker.stop();
        }
    }
}
