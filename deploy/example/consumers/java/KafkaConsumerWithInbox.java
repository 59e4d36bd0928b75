import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Consumes the payments that the relay sends to Kafka: each event has its effect once. The unique {@code event_id} of the consumer's own
 * table is the inbox. Run it with the jars of kafka-clients and postgresql as JdbcConsumer.
 */
class KafkaConsumerWithInbox {

    private static final String BOOK = "insert into billing.bookings_from_kafka (event_id, order_key, payment)"
            + " select (event ->> 'event_id')::uuid, ?, event #> '{payload,payload}' from (select ?::jsonb) as m (event)"
            + " on conflict (event_id) do nothing";

    public static void main(String... args) throws SQLException {
        var settings = Map.<String, Object>of(
                "bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"),
                "group.id", "billing",
                // A process that is started again gets its partitions at once.
                "group.instance.id", System.getenv().getOrDefault("HOSTNAME", "billing-0"),
                "enable.auto.commit", "false",
                "auto.offset.reset", "earliest");
        try (var connection = DriverManager.getConnection(System.getenv("DATABASE_URL"));
                var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("payments.domain-events"));
            while (true) {
                for (var event : consumer.poll(Duration.ofSeconds(1))) {
                    book(connection, event);
                }
                // After the effects: what is not committed comes again, and changes nothing.
                consumer.commitSync();
            }
        }
    }

    private static void book(Connection connection, ConsumerRecord<String, String> event) throws SQLException {
        try (var book = connection.prepareStatement(BOOK)) {
            book.setString(1, event.key());
            book.setString(2, event.value());
            book.executeUpdate();
        }
    }
}
