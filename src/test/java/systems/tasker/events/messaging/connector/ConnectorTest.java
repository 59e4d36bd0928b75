package systems.tasker.events.messaging.connector;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import io.vertx.mutiny.sqlclient.Pool;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.postgres.pgmq.PgmqClient;

/** A queue of its own for each test, and channels on it. */
abstract class ConnectorTest {

    static final Consumer<Message<?>> KEEP = message -> {};
    static final Consumer<Message<?>> ACKNOWLEDGE = Message::ack;

    @Inject
    @Connector("smallrye-pgmq")
    PgmqConnector connector;

    @Inject
    Pool pool;

    final Database database = Database.ofTests();
    final String queue = Channels.newQueue();

    PgmqClient client;

    @BeforeEach
    void createQueue() {
        client = new PgmqClient(pool);
        client.create(queue).await().indefinitely();
    }

    @AfterEach
    void closeChannels() {
        connector.close();
    }

    Channels.Incoming open(Consumer<Message<?>> handler, String... attributes) {
        var map = new HashMap<String, String>();
        IntStream.range(0, attributes.length / 2).forEach(i -> map.put(attributes[2 * i], attributes[2 * i + 1]));
        return new Channels.Incoming(connector, Channels.config(queue, map), handler);
    }

    Channels.Outgoing openOutgoing() {
        return new Channels.Outgoing(connector, Channels.config(queue, Map.of()));
    }

    long send(String json) {
        return send(json, null);
    }

    /** Sends from outside: no channel is notified. */
    long send(String json, String headers) {
        return database.number("select * from pgmq.send(?, ?::text::jsonb, ?::text::jsonb)", queue, json, headers);
    }

    void notifyConsumers() {
        database.execute("select pg_notify('pgmq.q_" + queue + ".INSERT', '')");
    }

    long inQueue() {
        return database.number("select count(*) from pgmq.q_" + queue);
    }

    long visible() {
        return database.number("select count(*) from pgmq.q_" + queue + " where vt <= now()");
    }

    long archived() {
        return database.number("select count(*) from pgmq.a_" + queue);
    }

    long deadLetters() {
        return database.number("select count(*) from pgmq.q_" + queue + "_dlq");
    }

    String deadLetter(String path) {
        return database.text("select headers #>> '{" + path + "}' from pgmq.q_" + queue + "_dlq");
    }
}
