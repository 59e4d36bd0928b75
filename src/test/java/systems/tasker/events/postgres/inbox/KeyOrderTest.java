package systems.tasker.events.postgres.inbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.fixture.InboxServer;
import systems.tasker.events.fixture.ProductionServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Order per key, and what the role of a consumer may do. */
class KeyOrderTest {

    private static final String ONCE = "select * from tasker_events.consume_once('%s', 'billing', '{%s}')";

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
    void deliversTheOldestMessageOfEachKey() {
        // Given
        var queue = inbox.queue("keys_domain_events", "skip", 3);
        var a1 = send(queue, "a");
        var a2 = send(queue, "a");
        var b1 = send(queue, "b");
        var free1 = send(queue, "");
        var free2 = send(queue, "");

        // Then
        assertThat(inbox.receive(queue, 30)).containsExactly(a1, b1, free1, free2);
        assertThat(inbox.receive(queue, 30)).isEmpty();
        inbox.asConsumer(ONCE.formatted(queue, a1));
        assertThat(inbox.receive(queue, 30)).containsExactly(a2);
    }

    @Test
    void letsAKeyWaitForATransactionThatOutlivesItsVisibilityTimeout() throws Exception {
        // Given
        var queue = inbox.queue("slow_domain_events", "skip", 3);
        var head = send(queue, "a");
        send(queue, "a");
        var other = send(queue, "b");

        // When
        try (var slow = inbox.connect()) {
            slow.setAutoCommit(false);
            InboxServer.rows(slow, ONCE.formatted(queue, head));

            // Then
            assertThat(inbox.receive(queue, 30)).containsExactly(other);
            slow.rollback();
        }
        assertThat(inbox.receive(queue, 30)).containsExactly(head);
    }

    @Test
    void skipsAPoisonedHeadForItsKey() {
        // Given
        var queue = inbox.queue("skip_domain_events", "skip", 1);
        var poison = send(queue, "a");
        var next = send(queue, "a");
        inbox.receive(queue, 30);

        // When
        var fate = fail(queue, poison);
        var other = send(queue, "b");

        // Then
        assertThat(fate).isEqualTo("dead_letter");
        assertThat(inbox.receive(queue, 30)).containsExactly(next, other);
    }

    @Test
    void stopsTheKeyOfAPoisonedHeadAndNoOther() {
        // Given
        var queue = inbox.queue("stop_domain_events", "stop", 1);
        var poison = send(queue, "a");
        var next = send(queue, "a");
        var other = send(queue, "b");
        inbox.receive(queue, 30);

        // When
        var fate = fail(queue, poison);
        inbox.asConsumer(ONCE.formatted(queue, other));
        var later = send(queue, "b");

        // Then
        assertThat(fate).isEqualTo("retry");
        assertThat(inbox.receive(queue, 30)).containsExactly(later);
        assertThat(inbox.server()
                        .column("select headers #>> '{last_failure,error}', vt from pgmq.q_" + queue
                                + " where vt > now() + interval '4 minutes' and msg_id = " + poison))
                .containsExactly("it fails");
        // What the role that migrates does to let the key go on.
        inbox.server()
                .execute(
                        ProductionServer.MIGRATOR,
                        "select tasker_events.dead_letter('" + queue + "', " + poison
                                + ", 'skipped', 'by an operator')");
        assertThat(inbox.receive(queue, 30)).containsExactly(next);
    }

    @Test
    void hidesAStoppedHeadThatKillsItsConsumerForFiveMinutes() {
        var queue = inbox.queue("crash_domain_events", "stop", 1);
        var poison = send(queue, "a");
        inbox.receive(queue, 1);
        inbox.showAgain(queue);

        assertThat(inbox.receive(queue, 1)).containsExactly(poison);
        assertThat(inbox.server()
                        .column("select count(*) from pgmq.q_" + queue + " where vt > now() + interval '4 minutes'"))
                .containsExactly("1");
    }

    @Test
    void readsAFewPagesOfTheIndexPerKey() throws Exception {
        // Given
        var queue = inbox.queue("hot_domain_events", "skip", 3);
        inbox.server()
                .execute(
                        "postgres",
                        "select pgmq.send_batch('hot_domain_events', array_agg('{}'::jsonb),"
                                + " array_agg('{\"x-pgmq-group\": \"hot\"}'::jsonb)) from generate_series(1, 20000)",
                        "select pgmq.send('hot_domain_events', '{}'::jsonb, '{\"x-pgmq-group\": \"cold\"}'::jsonb)",
                        "vacuum analyze pgmq.q_hot_domain_events");

        try (var consumer = inbox.connect()) {
            // When
            var before = pages(consumer);
            var received = InboxServer.rows(
                    consumer, "select msg_id from tasker_events.receive('hot_domain_events', 'billing', 30, 100)");

            // Then
            assertThat(received).containsExactly("1", "20001");
            assertThat(pages(consumer) - before).isLessThan(100);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from pgmq.q_mine_domain_events",
                "select pgmq.read('mine_domain_events', 1, 1)",
                "select * from tasker_events.consumers",
                "select * from tasker_events.consumer_inbox",
                "delete from tasker_events.consumer_inbox",
                "select * from tasker_events.accepted_results",
                "select tasker_events.release_claims('{}'::uuid[], '{}'::uuid[])",
                "select tasker_events.register_consumer('theirs_domain_events', 'billing', 'billing')",
                "select tasker_events.unregister_consumer('mine_domain_events')",
                "select tasker_events.registered_consumer('mine_domain_events', 'billing')",
                "select tasker_events.dead_letter('mine_domain_events', 1, 'x', 'y')",
                "select tasker_events.masked_error('x')",
                "select tasker_events.exhausted('mine_domain_events', 1, '{}')",
                "select tasker_events.event_uuids('{}')",
                "select * from tasker_events.receive_heads(null, 1, 1)",
                "select tasker_events.receive('theirs_domain_events', 'billing')",
                "select tasker_events.receive('theirs_domain_events', 'shipping')",
                "select tasker_events.receive('mine_domain_events_dlq', 'billing')",
                "select tasker_events.consume_once('theirs_domain_events', 'shipping', '{1}')",
                "select tasker_events.failed('theirs_domain_events', 'shipping', 1, 'x')",
                "create table tasker_events.mine ()",
                "set role tasker_migrator"
            })
    void givesARoleItsQueueAndNothingElse(String sql) {
        inbox.queue("mine_domain_events", "none", 3);
        inbox.queue("theirs_domain_events", "none", 3);
        inbox.server()
                .execute(
                        ProductionServer.MIGRATOR,
                        "select tasker_events.register_consumer('theirs_domain_events', 'shipping', 'tasker_app')");

        assertThatThrownBy(() -> execute(sql))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        denied -> assertThat(denied.getSQLState())
                                .as(denied.getMessage())
                                .isEqualTo("42501"));
    }

    @Test
    void worksWithPgmqInstalledByItsSqlFile() throws Exception {
        // Given
        var server = inbox.server();
        server.execute("postgres", "create database plain");
        try (var connection = server.connect("plain", "postgres");
                var file = KeyOrderTest.class.getResourceAsStream("/pgmq/pgmq--1.11.1.sql");
                var statement = connection.createStatement()) {
            statement.execute(new String(file.readAllBytes()).replaceAll("(?m)^\\\\echo.*$", ""));
            statement.execute("create schema tasker_events");
            statement.execute(Files.readString(Path.of("src/main/resources/db/consumers/R__consumer_inbox.sql")));
            statement.execute("select pgmq.create('p'), pgmq.create('p_dlq'), pgmq.send('p', '{}'::jsonb),"
                    + " tasker_events.register_consumer('p', 'billing', 'billing', 'skip')");

            // Then
            assertThat(InboxServer.rows(connection, "select msg_id from tasker_events.receive('p', 'billing')"))
                    .isEqualTo(InboxServer.rows(
                            connection, "select * from tasker_events.consume_once('p', 'billing', '{1}')"))
                    .isEqualTo(List.of("1"));
        }
    }

    private static String send(String queue, String key) {
        return "" + inbox.send(queue, UUID.randomUUID(), key);
    }

    private static String fail(String queue, String id) {
        return inbox.asConsumer("select tasker_events.failed('" + queue + "', 'billing', " + id + ", 'it fails')")
                .get(0);
    }

    private static void execute(String sql) throws SQLException {
        try (var consumer = inbox.connect();
                var statement = consumer.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Pages of the queue's table and indexes that were read. */
    private static long pages(Connection session) throws SQLException {
        InboxServer.rows(session, "select pg_stat_force_next_flush()::text");
        return Long.parseLong(InboxServer.rows(
                        session,
                        "select heap_blks_hit + heap_blks_read + idx_blks_hit + idx_blks_read"
                                + " from pg_statio_all_tables where relname = 'q_hot_domain_events'")
                .get(0));
    }
}
