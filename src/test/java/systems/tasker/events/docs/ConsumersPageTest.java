package systems.tasker.events.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import systems.tasker.events.fixture.InboxServer;
import systems.tasker.events.fixture.ProductionServer;

import static org.assertj.core.api.Assertions.assertThat;

/** The page about consumers against the inbox and the samples. */
class ConsumersPageTest {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sql\n(.*?)^```\n(?:```text\n(.*?)^```\n)?");
    private static final Pattern TEST = Pattern.compile("`(\\w+IT)#(\\w+)`");
    private static final MarkdownPage PAGE = MarkdownPage.read("src/site/markdown/consumers.md");
    private static final String QUEUE = "payments_domain_events";

    @TempDir
    static Path temporary;

    private static InboxServer inbox;

    @BeforeAll
    static void start() throws Exception {
        inbox = new InboxServer(temporary);
        inbox.server()
                .execute(
                        ProductionServer.MIGRATOR,
                        "select pgmq.create('payments_domain_events')",
                        "select pgmq.create('payments_domain_events_dlq')");
        var event = UUID.fromString("01a20719-ff20-754a-b00d-05e616d0701e");
        inbox.send(QUEUE, event, "account-1");
        inbox.send(QUEUE, event, "account-1");
    }

    @AfterAll
    static void stop() throws Exception {
        inbox.close();
    }

    @Test
    void showsSqlAsItRuns() throws SQLException {
        try (var consumer = inbox.connect();
                var migrator = inbox.server().connect("tasker", ProductionServer.MIGRATOR)) {
            var run = 0;
            for (var block : BLOCK.matcher(PAGE.text()).results().toList()) {
                run++;
                var sql = block.group(1);
                if (sql.startsWith("create role")) {
                    // Done by the fixture.
                    assertThat(sql).contains("login password 'billing'", "grant connect on database tasker to billing");
                    continue;
                }
                if (sql.contains("billing', 3, ")) {
                    inbox.send(QUEUE, UUID.randomUUID(), "account-2");
                    inbox.send(QUEUE, UUID.randomUUID(), "account-2");
                }
                var isMigrator = sql.contains("register_consumer") || sql.contains("dead_letter(");
                var shown = rows(isMigrator ? migrator : consumer, sql);
                if (block.group(2) != null) {
                    assertThat(shown).as(sql).isEqualTo(block.group(2));
                }
            }
            assertThat(run).isEqualTo(9);
        }
        assertThat(inbox.server()
                        .column("select headers #>> '{dead_letter,errors,0}' from pgmq.q_payments_domain_events_dlq"))
                .containsExactly("card *** of ***@*** declined", "by an operator");
        assertThat(PAGE.text()).contains("`card *** of ***@*** declined`");
    }

    @Test
    void namesTheFunctionsThatAConsumersRoleMayExecute() {
        assertThat(new MarkdownPage(PAGE.file(), PAGE.section("The loop")).all("(?m)^\\| `tasker_events\\.(\\w+)"))
                .containsExactlyInAnyOrderElementsOf(inbox.server()
                        .column("select proname from pg_proc where pronamespace = 'tasker_events'::regnamespace"
                                + " and prosecdef order by 1"));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void showsTheSamplesAsTheyAre(String language, String file) throws Exception {
        assertThat(PAGE.blocks(language))
                .isNotEmpty()
                .allSatisfy(shown -> assertThat(Files.readString(Path.of(InboxServer.SAMPLES, file)))
                        .contains(shown.strip()));
    }

    static Stream<Arguments> samples() {
        return Stream.of(
                Arguments.of("typescript", "typescript/consumer.ts"), Arguments.of("python", "python/consumer.py"));
    }

    @Test
    void namesTestsThatExist() {
        var tests = TEST.matcher(PAGE.text()).results().toList();

        assertThat(tests).hasSizeGreaterThan(4);
        tests.forEach(test -> new NamedTest(test.group(1), test.group(2)).assertThere());
    }

    @Test
    void keepsSamplesShort() throws Exception {
        for (var file : new String[] {
            "../app/src/main/java/com/example/payments/PaymentBookings.java",
            "java/JdbcConsumer.java",
            "java/KafkaConsumerWithInbox.java",
            "typescript/consumer.ts",
            "sql/consumer.sql",
            "python/consumer.py"
        }) {
            var logic = Files.readAllLines(Path.of(InboxServer.SAMPLES, file)).stream()
                    .map(String::strip)
                    .filter(line -> !line.matches("|import .*|package .*|--.*|#.*|//.*|/?\\*.*|[})\\];,]*(;|\\$\\$;)?"))
                    .count();
            assertThat(logic).as(file).isLessThanOrEqualTo(30);
        }
    }

    /** The rows of the last statement as psql writes them without headers. */
    private static String rows(Connection session, String sql) throws SQLException {
        var rows = new ArrayList<String>();
        try (var statement = session.createStatement()) {
            var hasResult = statement.execute(sql);
            while (hasResult || statement.getUpdateCount() >= 0) {
                if (hasResult) {
                    rows.clear();
                    try (var result = statement.getResultSet()) {
                        while (result.next()) {
                            var row = new ArrayList<String>();
                            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                                row.add(result.getString(i));
                            }
                            rows.add(String.join(" | ", row) + "\n");
                        }
                    }
                }
                hasResult = statement.getMoreResults();
            }
        }
        return String.join("", rows);
    }
}
