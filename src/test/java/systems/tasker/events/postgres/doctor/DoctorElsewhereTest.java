package systems.tasker.events.postgres.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import systems.tasker.events.fixture.PgBouncer;
import systems.tasker.events.fixture.TestPools;
import systems.tasker.events.fixture.Tool;
import systems.tasker.events.postgres.doctor.Checks.Check;
import systems.tasker.events.postgres.doctor.Expectations.ServiceSettings;

import static org.assertj.core.api.Assertions.assertThat;

/** Findings whose cause is outside the database: a pooler, the command line of the server. */
class DoctorElsewhereTest {

    private static EmbeddedPostgres server;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    @Tag(Tool.TAG)
    void reportsAPoolerInTransactionModeAndNoneInSessionMode() {
        var check = new Check("pooler", false, ConnectionChecks::pooler);

        // The check itself has one of the two connections to the server.
        try (var pooler = new PgBouncer(folder, server.getPort(), "transaction", 2)) {
            assertThat(findings(pooler.port(), check))
                    .extracting(Finding::finding)
                    .containsExactly(FindingType.POOLER_WITHOUT_LISTENER);
        }
        try (var pooler = new PgBouncer(folder, server.getPort(), "session", 4)) {
            assertThat(findings(pooler.port(), check)).isEmpty();
        }
    }

    @Test
    void suggestsNoAlterSystemForASettingOfTheCommandLineSuchAsFsync() {
        // When
        var found = findings(server.getPort(), new Check("commits", false, DurabilityChecks::commits));

        // Then
        assertThat(found)
                .filteredOn(finding -> finding.subject().equals("fsync"))
                .singleElement()
                .extracting(Finding::fix)
                .asString()
                .startsWith("remove fsync from the command line")
                .doesNotContain("pg_reload_conf");
    }

    private static List<Finding> findings(int port, Check check) {
        var settings =
                new ServiceSettings(1, 4, true, Duration.ofSeconds(2), Duration.ofMinutes(15), 100, Duration.ofDays(7));
        var pool = Pool.newInstance(TestPools.builder()
                .with(new PoolOptions().setMaxSize(4))
                .connectingTo(new PgConnectOptions()
                        .setHost("localhost")
                        .setPort(port)
                        .setDatabase("postgres")
                        .setUser("postgres")
                        .setPassword("postgres"))
                .build());
        try {
            return new Doctor(
                            pool,
                            () -> new Expectations(Set.of(), Set.of(), List.of(), settings, Clock.systemUTC()),
                            Set.of(FindingType.PGMQ_MISSING),
                            List.of(check))
                    .diagnose()
                    .await()
                    .indefinitely()
                    .findings();
        } finally {
            pool.closeAndAwait();
        }
    }
}
