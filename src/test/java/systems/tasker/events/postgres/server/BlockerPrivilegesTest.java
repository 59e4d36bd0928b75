package systems.tasker.events.postgres.server;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

import systems.tasker.events.fixture.ProductionServer;
import systems.tasker.events.fixture.TwoRoles;
import systems.tasker.events.observability.StatusReason;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.ProductionServer.APP;
import static systems.tasker.events.fixture.ProductionServer.MIGRATOR;
import static systems.tasker.events.fixture.Waits.await;

/** What holds others up, seen with the privileges that {@code deploy/postgres} grants to the role of the service. */
class BlockerPrivilegesTest {

    private static final Duration AT_ONCE = Duration.ofMillis(1);

    @TempDir
    static Path temporary;

    private static ProductionServer server;
    private static Pool pool;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @BeforeAll
    static void start() throws Exception {
        server = new ProductionServer(temporary);
        pool = server.pool(TwoRoles.DATABASE);
    }

    @AfterAll
    static void stop() throws Exception {
        pool.closeAndAwait();
        server.close();
    }

    @Test
    void namesAPreparedTransactionThatHoldsTheXminHorizon() {
        // Given
        server.execute(
                MIGRATOR, "begin", "create table tasker_events.left_behind ()", "prepare transaction 'left behind'");
        server.execute("postgres", "select pg_current_xact_id()");

        // When
        var reasons = poll(Optional.of(AT_ONCE));
        var oldest = Blocker.oldest(Blocker.all(pool).await().indefinitely());

        // Then
        assertThat(reasons)
                .extracting(StatusReason::detail)
                .singleElement()
                .asString()
                .contains("prepared transaction left behind (tasker_migrator) is prepared for PT");
        assertThat(meters.get("tasker.database.blockers")
                        .tag("kind", "prepared_transaction")
                        .gauge()
                        .value())
                .isOne();
        assertThat(oldest)
                .hasValueSatisfying(blocker -> assertThat(blocker.kind()).isEqualTo(Blocker.Kind.PREPARED_TRANSACTION));
        // It is never ended, because only its application knows whether to commit it.
        assertThat(server.column("select gid from pg_prepared_xacts")).containsExactly("left behind");
        server.execute(MIGRATOR, "rollback prepared 'left behind'");
        assertThat(poll(Optional.empty())).isEmpty();
    }

    @Test
    void endsASessionOfAnotherRoleOnlyWithTheRightToSignalIt() throws SQLException {
        try (var report = idleInTransaction()) {
            var pid = report.unwrap(PGConnection.class).getBackendPID();

            // Then
            assertThat(poll(Optional.of(AT_ONCE)))
                    .extracting(StatusReason::detail)
                    .singleElement()
                    .asString()
                    .contains("session with pid " + pid, "is idle in a transaction for PT");
            assertThat(isConnected(pid)).isTrue();

            // When
            server.execute("postgres", "grant pg_signal_backend to " + APP);
            poll(Optional.of(AT_ONCE));

            // Then
            await().until(() -> !isConnected(pid));
        } finally {
            server.execute("postgres", "revoke pg_signal_backend from " + APP);
        }
    }

    @Test
    void seesNothingOfOtherRolesWithoutTheRightToReadTheirStatistics() throws SQLException {
        server.execute("postgres", "revoke pg_read_all_stats from " + APP);
        try (var report = idleInTransaction()) {
            assertThat(poll(Optional.empty())).isEmpty();
            assertThat(report.isValid(1)).isTrue();
        } finally {
            server.execute("postgres", "grant pg_read_all_stats to " + APP);
        }
    }

    private static Connection idleInTransaction() throws SQLException {
        var session = server.connect(TwoRoles.DATABASE, MIGRATOR);
        session.setAutoCommit(false);
        session.createStatement().execute("select pg_current_xact_id()");
        return session;
    }

    private static boolean isConnected(int pid) {
        return !server.column("select pid from pg_stat_activity where pid = " + pid)
                .isEmpty();
    }

    private List<StatusReason> poll(Optional<Duration> terminateStuckAfter) {
        meters.clear();
        var watch = new BlockerWatch(pool, AT_ONCE, terminateStuckAfter, meters);
        watch.run().await().indefinitely();
        return watch.reasons();
    }
}
