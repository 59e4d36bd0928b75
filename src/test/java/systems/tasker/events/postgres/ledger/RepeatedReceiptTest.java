package systems.tasker.events.postgres.ledger;

import java.nio.file.Path;
import java.util.UUID;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import systems.tasker.events.fixture.PostgresPair;
import systems.tasker.events.fixture.PostgresPair.Replication;
import systems.tasker.events.fixture.TestPools;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

/** A receipt is repeated under the promise of its commit: not before the synchronous standby has it. */
class RepeatedReceiptTest {

    @TempDir
    static Path folder;

    private static PostgresPair servers;
    private static Pool pool;

    private final UUID step = UUID.randomUUID();

    @BeforeAll
    static void start() {
        servers = PostgresPair.start(folder, Replication.SYNCHRONOUS);
        Flyway.configure()
                .dataSource(
                        "jdbc:postgresql://localhost:" + servers.primary().port() + "/postgres", "postgres", "postgres")
                .schemas("tasker_events")
                .load()
                .migrate();
        pool = Pool.newInstance(TestPools.builder()
                .with(new PoolOptions().setMaxSize(2))
                .connectingTo(new PgConnectOptions()
                        .setHost("localhost")
                        .setPort(servers.port().port())
                        .setDatabase("postgres")
                        .setUser("postgres")
                        .setPassword("postgres"))
                .build());
    }

    @AfterAll
    static void stop() {
        pool.closeAndAwait();
        servers.close();
    }

    @Test
    void waitsForTheStandbyOfASynchronousCommit() {
        // Given
        var accepted = new AcceptedResults(pool, SynchronousCommit.ON);
        accept();
        servers.pauseReplication();

        // When
        var found = accepted.find(step, "digest").subscribeAsCompletionStage();
        await().until(() -> servers.primary()
                        .database()
                        .number("select count(*) from pg_stat_activity where wait_event = 'SyncRep'")
                == 1);

        // Then
        assertThat(found).isNotDone();
        assertThat(accepted.find(UUID.randomUUID(), "digest").await().indefinitely())
                .isEmpty();
        servers.resumeReplication();
        assertThat(found.join()).isPresent();
    }

    @Test
    void waitsForNoStandbyThatTheCommitDidNotWaitFor() {
        // Given
        accept();
        servers.pauseReplication();

        // When
        var found = new AcceptedResults(pool, SynchronousCommit.LOCAL)
                .find(step, "digest")
                .await()
                .indefinitely();

        // Then
        assertThat(found).isPresent();
        servers.resumeReplication();
    }

    private void accept() {
        servers.primary()
                .database()
                .execute(
                        "insert into tasker_events.accepted_results values (?, '1', 'digest', ?::json, 1, '{}')",
                        step,
                        """
                        {"step_uuid": "%s", "attempt": 1, "outcome": "success",
                         "notification": {"queue": "orchestration_step_results"}, "events": []}
                        """.formatted(step));
    }
}
