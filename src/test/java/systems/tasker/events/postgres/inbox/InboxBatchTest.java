package systems.tasker.events.postgres.inbox;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import systems.tasker.events.fixture.InboxServer;
import systems.tasker.events.fixture.ProductionServer;
import systems.tasker.events.fixture.TwoRoles;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

/** Several messages in one call of the inbox, and many events in it. */
class InboxBatchTest {

    /** How many sessions are ended in the middle of a batch; the long form has more. */
    private static final int KILLS = 5 * Integer.getInteger("storm.consumer-rounds", 2);

    private static final int EVENTS_PER_ROUND = 40;
    private static final String ONCE = "select * from tasker_events.consume_once('%s', 'billing', '{%s}')";

    // In a transaction: a session that is not killed waiting for messages, but with effects that it has not committed.
    private static final String KILL = "select pg_terminate_backend(pid) from pg_stat_activity"
            + " where usename = 'billing' and xact_start is not null order by random() limit 1";

    // As when the visibility timeout is over while consumers still work.
    private static final String SHOW_AGAIN = "update pgmq.q_%1$s set vt = now()"
            + " where msg_id in (select msg_id from pgmq.q_%1$s for update skip locked)";

    @TempDir
    static Path temporary;

    private static InboxServer inbox;

    @BeforeAll
    static void start() throws Exception {
        inbox = new InboxServer(temporary);
    }

    @AfterAll
    static void stop() throws Exception {
        inbox.close();
    }

    @Test
    void returnsTheOldestOfCopiesAndEachMessageWithoutEventId() {
        // Given
        var queue = inbox.queue("copies_domain_events", "none", 3);
        var seen = UUID.randomUUID();
        inbox.asConsumer(ONCE.formatted(queue, inbox.send(queue, seen, "")));
        var event = UUID.randomUUID();
        var first = inbox.send(queue, event, "");
        var again = inbox.send(queue, seen, "");
        var copy = inbox.send(queue, event, "");
        var foreign = send(queue, "{\"event_id\": \"order-4711\"}");
        var foreignAgain = send(queue, "{\"event_id\": \"order-4711\"}");
        var list = send(queue, "[1]");
        var upperCase = send(queue, "{\"event_id\": \"" + event.toString().toUpperCase() + "\"}");
        var batch = Stream.of(upperCase, list, foreignAgain, foreign, copy, again, first, first)
                .map(String::valueOf)
                .toList();

        // When
        var due = inbox.asConsumer(ONCE.formatted(queue, String.join(",", batch)));

        // Then
        assertThat(due).containsExactly("" + first, "" + foreign, "" + foreignAgain, "" + list);
        assertThat(inbox.asConsumer(ONCE.formatted(queue, String.join(",", batch))))
                .isEmpty();
        assertThat(column("select count(*) from pgmq.q_" + queue)).containsExactly("0");
        assertThat(column("select count(*) from pgmq.a_" + queue)).containsExactly("8");
    }

    @Test
    void archivesABatchAsPgmqDoes() {
        // Given a queue with a column that its archive lacks
        var queue = inbox.queue("columns_domain_events", "none", 3);
        inbox.server().execute("postgres", "alter table pgmq.q_" + queue + " add column shard integer");
        for (int i = 0; i < 4; i++) {
            inbox.send(queue, UUID.randomUUID(), "account-" + i);
        }
        inbox.receive(queue, 30);
        var columns = "select to_jsonb(m) - 'archived_at' - 'shard' from pgmq.%s_" + queue + " as m order by msg_id";
        var queued = column(columns.formatted("q"));

        // When
        inbox.asConsumer(ONCE.formatted(queue, "1, 2"));
        inbox.server().execute("postgres", "select pgmq.archive('" + queue + "', array[3, 4]::bigint[])");

        // Then
        assertThat(column(columns.formatted("a"))).hasSize(4).isEqualTo(queued);
    }

    @Test
    void hasEachEffectOnceWhenConsumersOfOverlappingBatchesAreKilled() {
        // Given
        var queue = inbox.queue("batches_domain_events", "none", 1000);
        var allSent = new AtomicBoolean();
        var consumers = Stream.generate(() -> CompletableFuture.runAsync(() -> consume(queue, allSent::get)))
                .limit(3)
                .toList();

        // When
        var rounds = new AtomicInteger();
        for (int kill = 0; kill < KILLS; kill++) {
            await().until(() -> {
                sendEachTwice(queue, rounds.getAndIncrement());
                inbox.server().execute("postgres", SHOW_AGAIN.formatted(queue));
                return column(KILL).equals(List.of("t"));
            });
        }
        allSent.set(true);
        consumers.forEach(CompletableFuture::join);

        // Then
        var events = rounds.get() * EVENTS_PER_ROUND;
        assertThat(column("select count(*) from billing.bookings")).containsExactly("" + events);
        assertThat(column("select count(distinct event_id) from billing.bookings"))
                .containsExactly("" + events);
        assertThat(column("select count(*) from pgmq.a_" + queue)).containsExactly("" + 2 * events);
        assertThat(column("select count(*) from pgmq.q_" + queue + "_dlq")).containsExactly("0");
    }

    @Test
    void purgesEventsPastTheRetentionInBatches() {
        // Given
        inbox.server()
                .execute(
                        ProductionServer.MIGRATOR,
                        "insert into tasker_events.consumer_inbox select 'archive', gen_random_uuid(),"
                                + " now() - interval '31 days' from generate_series(1, 25)",
                        "insert into tasker_events.consumer_inbox values ('archive', gen_random_uuid(), now() - interval '29 days')");
        var pool = inbox.server().pool(TwoRoles.DATABASE);

        // When
        new InboxPurge(pool, Duration.ofDays(30), 10, Duration.ZERO)
                .run()
                .await()
                .indefinitely();

        // Then
        assertThat(inbox.server()
                        .column("select count(*) from tasker_events.consumer_inbox where consumer = 'archive'"))
                .containsExactly("1");
        pool.closeAndAwait();
    }

    @Test
    void purgesByAnIndexWhateverThePartOfEventsThatIsDue() {
        // Given
        inbox.server()
                .execute(
                        ProductionServer.MIGRATOR,
                        "insert into tasker_events.consumer_inbox select 'reports', gen_random_uuid(),"
                                + " now() - i * interval '1 minute' from generate_series(1, 50000) as i",
                        "analyze tasker_events.consumer_inbox");

        for (var retention : List.of(Duration.ofDays(30), Duration.ofDays(1))) {
            // When
            var delete =
                    InboxPurge.DELETE.replace("$1", "" + retention.toSeconds()).replace("$2", "1000");

            // Then
            assertThat(String.join("\n", column("explain " + delete)))
                    .contains("Index Scan using consumer_inbox_age")
                    .doesNotContain("Seq Scan");
        }
    }

    private static void sendEachTwice(String queue, int round) {
        inbox.server()
                .execute(
                        "postgres",
                        "select pgmq.send('%s', jsonb_build_object('event_id', md5((%d + i %% %d)::text)::uuid)) from generate_series(1, %d) as i"
                                .formatted(queue, round * EVENTS_PER_ROUND, EVENTS_PER_ROUND, 2 * EVENTS_PER_ROUND));
    }

    private static void consume(String queue, BooleanSupplier allSent) {
        while (!allSent.getAsBoolean()
                || !column("select count(*) from pgmq.q_" + queue).equals(List.of("0"))) {
            try (var session = inbox.connect()) {
                while (consumeBatch(session, queue)) {
                    session.setAutoCommit(true);
                }
            } catch (SQLException killed) {
                // Rolled back; its messages are shown again.
            }
        }
    }

    private static boolean consumeBatch(Connection session, String queue) throws SQLException {
        var events = new HashMap<String, String>();
        InboxServer.rows(
                        session,
                        "select msg_id, message ->> 'event_id' from tasker_events.receive('%s', 'billing', 1, 20)"
                                .formatted(queue))
                .forEach(row -> events.put(row.split(" ")[0], row.split(" ")[1]));
        if (events.isEmpty()) {
            return false;
        }
        session.setAutoCommit(false);
        var due = InboxServer.rows(session, ONCE.formatted(queue, String.join(",", events.keySet())));
        var booked = String.join(",", due.stream().map(events::get).toList());
        InboxServer.rows(
                session,
                "insert into billing.bookings (event_id, payment) select id::uuid, '{}' from unnest('{%s}'::text[]) as event (id) returning 1"
                        .formatted(booked));
        session.commit();
        return true;
    }

    private static long send(String queue, String message) {
        return Long.parseLong(column("select pgmq.send('" + queue + "', '" + message + "'::jsonb)")
                .get(0));
    }

    private static List<String> column(String sql) {
        return inbox.server().column(sql);
    }
}
