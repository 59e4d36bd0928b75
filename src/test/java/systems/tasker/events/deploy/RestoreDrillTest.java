package systems.tasker.events.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.InstalledPostgres;
import systems.tasker.events.fixture.PostgresServer;
import systems.tasker.events.fixture.Tool;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs {@code deploy/restore-drill.sh} with pg_dump on a server of the same version, whose PGMQ is plain SQL. */
@Tag(Tool.TAG)
class RestoreDrillTest {

    @TempDir
    Path folder;

    @Test
    void restoresMessagesArchivesLedgerAndClaimsFromADump() throws Exception {
        try (var server = InstalledPostgres.create(folder)) {
            // Given
            var database = server.database();
            installPgmq(database);
            database.text("select pgmq.create('payments_domain_events')");
            database.rows(
                    "select pgmq.send('payments_domain_events', jsonb_build_object('n', n)) from generate_series(1, 100) as n");
            database.text("select pgmq.archive('payments_domain_events', 7)");
            database.execute("insert into tasker_events.accepted_results"
                    + " values (gen_random_uuid(), '1', 'digest', '{\"attempt\": 1}', 1, '{7}', now())");
            database.execute("insert into tasker_events.claimed_contexts (step_uuid, claim_id, context)"
                    + " values (gen_random_uuid(), gen_random_uuid(), '{\"amount\": 1.10}')");

            // When
            var drill = drill(server, Map.of("KEEP", "1"));

            // Then
            assertThat(drill.exitCode()).as(drill.output()).isZero();
            assertThat(drill.output())
                    .containsPattern("pgmq.q_payments_domain_events +99")
                    .containsPattern("pgmq.a_payments_domain_events +1")
                    .containsPattern("tasker_events.accepted_results +1")
                    .containsPattern("tasker_events.claimed_contexts +1")
                    .contains("OK: ");
            var restored = new Database(server.port(), "restore_drill");
            // Messages go on with the next id.
            assertThat(restored.number("select pgmq.send('payments_domain_events', '{}'::jsonb)"))
                    .isEqualTo(101);
            assertThat(restored.text("select context from tasker_events.claimed_contexts"))
                    .isEqualTo("{\"amount\": 1.10}");
        }
    }

    private static Tool drill(PostgresServer server, Map<String, String> environment) {
        var all = new java.util.HashMap<>(environment);
        all.putAll(Map.of(
                "PGHOST",
                "localhost",
                "PGPORT",
                Integer.toString(server.port()),
                "PGUSER",
                "postgres",
                "PGDATABASE",
                "postgres"));
        return Tool.run(all, "deploy/restore-drill.sh");
    }

    private static void installPgmq(Database database) throws IOException, SQLException {
        try (var sql = RestoreDrillTest.class.getResourceAsStream("/pgmq/pgmq--1.11.1.sql");
                var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute(new String(Objects.requireNonNull(sql).readAllBytes(), StandardCharsets.UTF_8));
        }
        Flyway.configure()
                .dataSource("jdbc:postgresql://localhost:" + database.port() + "/postgres", "postgres", "postgres")
                .schemas("tasker_events")
                .load()
                .migrate();
    }
}
