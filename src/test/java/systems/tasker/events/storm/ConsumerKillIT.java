package systems.tasker.events.storm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import systems.tasker.events.fixture.ConsumerProcess;
import systems.tasker.events.fixture.InboxServer;
import systems.tasker.events.fixture.KafkaBroker;
import systems.tasker.events.fixture.Tool;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

/** The samples of consumers, killed under load, with a visibility timeout that is shorter than some of their work. */
class ConsumerKillIT {

    private static final Logger LOG = Logger.getLogger(ConsumerKillIT.class);
    // A few, for the suite has to end in time; the long form has 200.
    private static final int ROUNDS = Integer.getInteger("storm.consumer-rounds", 2);
    private static final int EVENTS_PER_ROUND = 30;
    private static final int KEYS = 20;
    private static final int PROCESSES = 2;
    private static final String QUEUE = "payments_domain_events";

    @TempDir
    static Path temporary;

    private static InboxServer inbox;

    @BeforeAll
    static void start() throws Exception {
        inbox = new InboxServer(temporary);
        inbox.queue(QUEUE, "skip", 1000);
        // Some work outlives the visibility timeout of a second, and some fails.
        inbox.server()
                .execute(
                        "postgres",
                        """
                        create function billing.disturb() returns trigger language plpgsql as $$
                        begin
                            if random() < 0.02 then perform pg_sleep(1.5); end if;
                            if random() < 0.03 then raise exception 'the ledger is locked'; end if;
                            return new;
                        end $$""",
                        "create trigger disturb before insert on billing.bookings for each row execute function billing.disturb()");
    }

    @AfterAll
    static void stop() throws Exception {
        inbox.close();
    }

    @BeforeEach
    void sendEvents() {
        inbox.server()
                .execute(
                        "postgres",
                        "truncate billing.bookings, tasker_events.consumer_inbox, pgmq.q_payments_domain_events,"
                                + " pgmq.a_payments_domain_events",
                        // Every tenth event is in the queue twice, as after a redrive.
                        """
                        select pgmq.send('payments_domain_events',
                            jsonb_build_object('event_id', md5(i::text)::uuid, 'payload', jsonb_build_object('payload', jsonb_build_object('number', i))),
                            jsonb_build_object('event_name', 'payment.processed', 'x-pgmq-group', 'account-' || i %% %d))
                        from generate_series(1, %d) as i, generate_series(0, (i %% 10 = 0)::integer)
                        """.formatted(KEYS, events()));
    }

    @Test
    void jdbcConsumerHasEachEffectOnceAndInOrder() {
        storm("JDBC", () -> ConsumerProcess.java("JdbcConsumer", environment(jdbcUrl()), "postgresql-"));
    }

    @Test
    @Tag(Tool.TAG)
    void typeScriptConsumerHasEachEffectOnceAndInOrder() throws IOException {
        // Given
        var folder = Files.createDirectory(temporary.resolve("typescript"));
        for (var file : List.of("package.json", "package-lock.json", ".npmrc", "consumer.ts")) {
            Files.copy(Path.of(InboxServer.SAMPLES, "typescript", file), folder.resolve(file));
        }
        var npm = System.getProperty("os.name").startsWith("Windows") ? "npm.cmd" : "npm";
        assertThat(Tool.run(folder, Map.of(), npm, "ci", "--no-audit", "--no-fund")
                        .exitCode())
                .isZero();
        var build = Tool.run(folder, Map.of(), npm, "run", "build");
        assertThat(build.exitCode()).as(build.output()).isZero();
        var url = inbox.url().replace("jdbc:postgresql://", "postgresql://billing:billing@");

        storm("TypeScript", () -> ConsumerProcess.node(folder.resolve("dist/consumer.js"), environment(url)));
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

    private static void storm(String name, Supplier<ConsumerProcess> starter) {
        var running = new ArrayDeque<ConsumerProcess>();
        try {
            for (int i = 0; i < PROCESSES; i++) {
                running.add(starter.get());
            }
            // When one is killed again and again, in the middle of its work
            for (int round = 1; round <= ROUNDS; round++) {
                var enough = Math.min(events(), (long) round * EVENTS_PER_ROUND);
                await().until(() -> number("select count(*) from billing.bookings") >= enough);
                running.add(starter.get());
                running.remove().kill();
            }
            await().until(() -> left() == 0);
        } finally {
            running.forEach(ConsumerProcess::close);
        }

        // Then
        assertEffects();
        LOG.infof(
                "%s consumers killed: kills=%d events=%d deliveries=%d",
                name, ROUNDS, events(), number("select sum(read_ct) from pgmq.a_payments_domain_events"));
    }

    private static void assertEffects() {
        assertThat(number("select count(distinct event_id) from billing.bookings"))
                .isEqualTo(events());
        assertThat(number("select count(*) from billing.bookings")).isEqualTo(events());
        assertThat(inbox.server().column("""
                        select order_key from (
                            select order_key, (payment ->> 'number')::integer
                                < lag((payment ->> 'number')::integer) over (partition by order_key order by position) as late
                            from billing.bookings) as booked
                        where late""")).isEmpty();
        assertThat(number("select count(*) from pgmq.q_payments_domain_events_dlq"))
                .isZero();
        assertThat(number("select count(*) from pgmq.a_payments_domain_events")).isEqualTo(events() + events() / 10);
    }

    private static int events() {
        return (ROUNDS + 1) * EVENTS_PER_ROUND;
    }

    private static long left() {
        return number("select count(*) from pgmq.q_payments_domain_events");
    }

    private static long number(String sql) {
        return Long.parseLong(inbox.server().column(sql).get(0));
    }

    private static Map<String, String> environment(String url) {
        return Map.of("DATABASE_URL", url, "VISIBILITY_TIMEOUT", "1");
    }

    private static String jdbcUrl() {
        return inbox.url() + "?user=billing&password=billing";
    }
}
