package systems.tasker.events.postgres.inbox;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.fixture.InboxServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static systems.tasker.events.fixture.Waits.await;

/** The SQL functions of the consumers' inbox. */
class InboxTest {

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
    void archivesAMessageAndReturnsItOnce() {
        // Given
        var queue = inbox.queue("once_domain_events", "none", 3);
        var id = inbox.send(queue, UUID.randomUUID(), "");

        // When
        var received = inbox.receive(queue, 30);

        // Then
        assertThat(received).containsExactly("" + id);
        assertThat(inbox.receive(queue, 30)).isEmpty();
        assertThat(inbox.asConsumer(ONCE.formatted(queue, id))).containsExactly("" + id);
        assertThat(inbox.asConsumer(ONCE.formatted(queue, id))).isEmpty();
        assertThat(count("pgmq.q_" + queue)).isEqualTo("0");
        assertThat(count("pgmq.a_" + queue)).isEqualTo("1");
    }

    @Test
    void archivesAnEventSeenBeforeWithoutReturningIt() {
        // Given
        var queue = inbox.queue("again_domain_events", "none", 3);
        var event = UUID.randomUUID();
        var first = inbox.send(queue, event, "");
        inbox.asConsumer(ONCE.formatted(queue, first));

        // When
        var redriven = inbox.send(queue, event, "");
        var twice = inbox.send(queue, UUID.randomUUID(), "");

        // Then
        assertThat(inbox.asConsumer(ONCE.formatted(queue, redriven + ", " + twice + ", " + twice)))
                .containsExactly("" + twice);
        assertThat(count("pgmq.q_" + queue)).isEqualTo("0");
    }

    @Test
    void forgetsWhatWasRolledBack() throws Exception {
        // Given
        var queue = inbox.queue("rollback_domain_events", "none", 3);
        var id = inbox.send(queue, UUID.randomUUID(), "");

        // When
        try (var consumer = inbox.connect()) {
            consumer.setAutoCommit(false);
            InboxServer.rows(consumer, ONCE.formatted(queue, id));
            consumer.rollback();
        }

        // Then
        assertThat(inbox.asConsumer(ONCE.formatted(queue, id))).containsExactly("" + id);
    }

    @Test
    void letsASecondProcessWaitForTheTransactionOfTheFirst() throws Exception {
        // Given
        var queue = inbox.queue("race_domain_events", "none", 3);
        for (var sameMessage : List.of(true, false)) {
            var event = UUID.randomUUID();
            var first = inbox.send(queue, event, "");
            var message = sameMessage ? first : inbox.send(queue, event, "");
            try (var slow = inbox.connect()) {
                slow.setAutoCommit(false);
                InboxServer.rows(slow, ONCE.formatted(queue, first));

                // When
                var second = CompletableFuture.supplyAsync(() -> inbox.asConsumer(ONCE.formatted(queue, message)));
                await().until(() -> inbox.server()
                        .column("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
                        .equals(List.of("1")));
                slow.commit();

                // Then
                assertThat(second.get()).isEmpty();
            }
        }
    }

    @Test
    void handlesAMessageWithoutEventIdOncePerMessage() {
        var queue = inbox.queue("foreign_domain_events", "none", 3);
        var id = inbox.server()
                .column("select pgmq.send('" + queue + "', '[\"no event\"]'::jsonb)")
                .get(0);

        assertThat(inbox.receive(queue, 30)).containsExactly(id);
        assertThat(inbox.asConsumer(ONCE.formatted(queue, id))).containsExactly(id);
        assertThat(inbox.asConsumer(ONCE.formatted(queue, id))).isEmpty();
    }

    @Test
    void movesAMessageToTheDeadLettersAfterTheLastDelivery() {
        // Given
        var queue = inbox.queue("poison_domain_events", "none", 2);
        var id = inbox.send(queue, UUID.randomUUID(), "");

        // When
        inbox.receive(queue, 30);
        var first = fail(queue, id, "the ledger is locked", false);
        inbox.showAgain(queue);
        inbox.receive(queue, 30);
        var second = fail(queue, id, "Key (email)=(ada@example.com) already exists", false);

        // Then
        assertThat(first).isEqualTo("retry");
        assertThat(second).isEqualTo("dead_letter");
        assertThat(fail(queue, id, "too late", false)).isEqualTo("gone");
        assertThat(deadLetter(queue))
                .contains("\"reason\": \"attempts_exhausted\"", "\"attempts\": 2", "\"msg_id\": " + id)
                .contains("\"queue\": \"" + queue + "\"", "\"errors\": [\"Key (email)=(***) already exists\"]")
                .contains("\"event_name\": \"payment.processed\"")
                .doesNotContain("last_failure");
    }

    @Test
    void movesAMessageThatKillsItsHandlersToTheDeadLettersWithTheLastError() {
        // Given
        var queue = inbox.queue("killer_domain_events", "none", 2);
        var id = inbox.send(queue, UUID.randomUUID(), "");
        inbox.receive(queue, 30);
        fail(queue, id, "out of memory", false);

        // When
        for (int i = 0; i < 2; i++) {
            inbox.showAgain(queue);
            inbox.receive(queue, 30);
        }

        // Then
        assertThat(count("pgmq.q_" + queue)).isEqualTo("0");
        assertThat(deadLetter(queue))
                .contains("None of its handlers ended before its lease did. Last failure: out of memory");
    }

    @Test
    void movesAMessageThatCanNeverBeHandledAtOnce() {
        var queue = inbox.queue("never_domain_events", "none", 9);
        var id = inbox.send(queue, UUID.randomUUID(), "");
        inbox.receive(queue, 30);

        assertThat(fail(queue, id, "no such account", true)).isEqualTo("dead_letter");
        assertThat(deadLetter(queue)).contains("\"reason\": \"handler_failed\"", "no such account");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "password=hunter2 rejected|password=*** rejected",
                "Authorization: Bearer abc.def|Authorization=***",
                "api-key \"k 1\" is invalid|api-key=*** is invalid",
                "no account for ada@example.com|no account for ***@***",
                "card 4111 1111 1111 1111 declined|card *** declined",
                "step 4711 failed after 30 s|step 4711 failed after 30 s",
                "invalid \"name\" in row 7|invalid *** in row 7"
            })
    void masksErrorTexts(String error, String kept) {
        assertThat(inbox.server().column("select tasker_events.masked_error($$" + error + "$$)"))
                .containsExactly(kept);
    }

    @Test
    void keepsAThousandCharactersOfAnError() {
        assertThat(inbox.server().column("select length(tasker_events.masked_error(repeat('no ', 2000)))"))
                .containsExactly("1000");
        assertThat(inbox.server().column("select tasker_events.masked_error(null)"))
                .containsExactly("no error text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select tasker_events.receive('none_such', 'billing', 30, 1)",
                "select tasker_events.receive('limits_domain_events', 'shipping', 30, 1)",
                "select tasker_events.receive('limits_domain_events', 'billing', 0, 1)",
                "select tasker_events.receive('limits_domain_events', 'billing', 30, 1001)",
                "select tasker_events.receive('limits_domain_events', 'billing', null, 1)",
                "select tasker_events.receive(null, null, 30, 1)",
                "select tasker_events.consume_once('a\"; drop table x; --', 'billing', '{1}')",
                "select tasker_events.consume_once('limits_domain_events', 'billing',"
                        + " array(select generate_series(1, 1001)))"
            })
    void rejectsArguments(String sql) {
        inbox.queue("limits_domain_events", "none", 3);

        assertThatThrownBy(() -> inbox.asConsumer(sql))
                .hasMessageFindingMatch("is not registered|must be 1 to|at most 1000");
    }

    @Test
    void registersConsumersOfQueuesThatExist() {
        assertThatThrownBy(() -> inbox.server()
                        .column("select tasker_events.register_consumer('no_queue', 'billing', 'billing')"))
                .hasRootCauseMessage(
                        "ERROR: queue no_queue or its dead-letter queue no_queue_dlq is missing\n"
                                + "  Where: PL/pgSQL function tasker_events.register_consumer(text,text,text,text,integer) line 8 at RAISE");
    }

    private static String fail(String queue, long id, String error, boolean permanent) {
        return inbox.asConsumer("select tasker_events.failed('%s', 'billing', %d, '%s', %s)"
                        .formatted(queue, id, error, permanent))
                .get(0);
    }

    private static String deadLetter(String queue) {
        return inbox.server()
                .column("select headers from pgmq.q_" + queue + "_dlq")
                .get(0);
    }

    private static String count(String table) {
        return inbox.server().column("select count(*) from " + table).get(0);
    }
}
