package systems.tasker.events.storm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import systems.tasker.events.fixture.ConsumerProcess;
import systems.tasker.events.fixture.ConsumerStorm;
import systems.tasker.events.fixture.InboxServer;
import systems.tasker.events.fixture.KafkaBroker;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

/** The samples of consumers in Java, SQL and of Kafka. */
class ConsumerKillIT {

    private static final Logger LOG = Logger.getLogger(ConsumerKillIT.class);
    private static final String BOOKED = "select count(*) from billing.bookings_from_kafka";
    private static final String DELIVERIES = "select last_value from billing.deliveries_from_kafka";

    @TempDir
    static Path temporary;

    private static ConsumerStorm storm;

    @BeforeAll
    static void start() throws Exception {
        storm = new ConsumerStorm(temporary);
    }

    @AfterAll
    static void stop() throws Exception {
        storm.close();
    }

    @BeforeEach
    void sendEvents() {
        storm.sendEvents();
    }

    @Test
    void jdbcConsumerHasEachEffectOnceAndInOrder() {
        var environment = ConsumerStorm.environment(storm.jdbcUrl());

        storm.run("JDBC", () -> ConsumerProcess.java("JdbcConsumer", environment, "postgresql-"));
    }

    @Test
    void sqlConsumerHasEachEffectOnceAndInOrder() throws Exception {
        try (var session = storm.inbox().connect();
                var statement = session.createStatement()) {
            statement.execute(Files.readString(Path.of(InboxServer.SAMPLES, "sql/consumer.sql")));

            // When
            while (storm.left() > 0) {
                statement.execute("call billing.consume_payments(1)");
            }
        }

        // Then
        storm.assertEffects();
    }

    @Test
    void kafkaConsumerHasEachEffectOnce() throws IOException {
        // Given
        countDeliveriesFromKafka();
        var broker = new KafkaBroker();
        broker.start();
        var environment = Map.of("DATABASE_URL", storm.jdbcUrl(), "KAFKA_BOOTSTRAP_SERVERS", broker.address());
        Supplier<ConsumerProcess> starter = () -> ConsumerProcess.java(
                "KafkaConsumerWithInbox",
                environment,
                "postgresql-",
                "kafka-clients-",
                "slf4j-api-",
                "lz4-",
                "snappy-");
        try (var producer = broker.producer(Map.of(), new StringSerializer())) {
            for (int round = 0; round < ConsumerStorm.ROUNDS; round++) {
                var first = round * ConsumerStorm.EVENTS_PER_ROUND;
                sendEachThreeTimes(producer, first);

                // When it is killed before it has committed everything
                try (var consumer = starter.get()) {
                    await().until(() -> storm.number(BOOKED) > first);
                    assertThat(consumer.isAlive()).isTrue();
                }
            }

            // Then
            try (var last = starter.get()) {
                var events = ConsumerStorm.ROUNDS * ConsumerStorm.EVENTS_PER_ROUND;
                await().until(() -> storm.number(BOOKED) == events && storm.number(DELIVERIES) >= 3L * events);
                assertThat(last.isAlive()).isTrue();
                LOG.infof(
                        "Kafka consumers killed: kills=%d events=%d deliveries=%d",
                        ConsumerStorm.ROUNDS, events, storm.number(DELIVERIES));
            }
        } finally {
            broker.stop();
        }
    }

    /** Of each event that the consumer tries to book, also of one that is booked already. */
    private static void countDeliveriesFromKafka() {
        storm.inbox()
                .server()
                .execute(
                        "postgres",
                        "create sequence billing.deliveries_from_kafka",
                        "grant usage on sequence billing.deliveries_from_kafka to billing",
                        """
                        create function billing.count_delivery() returns trigger language plpgsql as $$
                        begin
                            perform nextval('billing.deliveries_from_kafka');
                            return new;
                        end $$""",
                        "create trigger count_delivery before insert on billing.bookings_from_kafka"
                                + " for each row execute function billing.count_delivery()");
    }

    private static void sendEachThreeTimes(KafkaProducer<String, String> producer, int first) {
        for (int i = 0; i < 3 * ConsumerStorm.EVENTS_PER_ROUND; i++) {
            var number = first + i % ConsumerStorm.EVENTS_PER_ROUND;
            var event =
                    "{\"event_id\": \"00000000-0000-7000-8000-%012d\", \"payload\": {\"payload\": {\"number\": %d}}}"
                            .formatted(number, number);
            producer.send(new ProducerRecord<>("payments.domain-events", "order-4711", event));
        }
        producer.flush();
    }
}
