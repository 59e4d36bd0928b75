package systems.tasker.events.postgres.server;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.postgres.pgmq.QueueWakeUps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static systems.tasker.events.fixture.Waits.await;

/** In a database of its own, because sessions of others are reported, too. */
@QuarkusTest
class BlockerWatchTest {

    private static final String DATABASE = "blockers";
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final Database tests = Database.ofTests();
    private final Database blocked = new Database(tests.port(), DATABASE);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Inject
    Vertx vertx;

    private Pool pool;
    private Connection session;

    @BeforeEach
    void connect() throws SQLException {
        tests.execute("create database " + DATABASE);
        pool = Pool.newInstance(PgBuilder.pool()
                .connectingTo(new PgConnectOptions()
                        .setHost("localhost")
                        .setPort(tests.port())
                        .setDatabase(DATABASE)
                        .setUser("postgres"))
                .using(vertx)
                .build());
        session = blocked.connect();
    }

    @AfterEach
    void drop() throws SQLException {
        session.close();
        pool.closeAndAwait();
        tests.execute("drop database " + DATABASE + " with (force)");
    }

    @Test
    void namesASessionThatIsIdleInATransactionWithWhatItHolds() throws SQLException {
        // Given
        execute("set application_name = 'nightly report'");
        session.setAutoCommit(false);
        execute("create table held (id integer)");
        var watch = watch(Optional.empty());

        // When
        poll(watch);

        // Then
        assertThat(watch.reasons()).singleElement().satisfies(reason -> {
            assertThat(reason.reason()).isEqualTo("session_stuck");
            assertThat(reason.detail())
                    .contains("session with pid " + pid(), "nightly report", "idle in a transaction for PT")
                    .containsPattern("holds [1-9]\\d* lock");
        });
        assertThat(count("idle_in_transaction")).isOne();
    }

    @Test
    void namesAListenerThatIsSilent() throws SQLException {
        // Given a replica that is stopped after its last statement
        execute("set application_name = '" + QueueWakeUps.LISTENER_APPLICATION + " pod-1'");
        execute("listen anything");
        var watch = watch(Optional.empty());

        // When
        poll(watch);

        // Then
        assertThat(watch.reasons())
                .singleElement()
                .satisfies(reason -> assertThat(reason.detail())
                        .contains("session with pid " + pid(), "listener pod-1", "is silent"));
        assertThat(count("listener")).isOne();
    }

    @Test
    void endsStuckSessionsOnlyWhereConfigured() throws SQLException {
        // Given
        session.setAutoCommit(false);
        execute("select 1");

        // When
        poll(watch(Optional.empty()));

        // Then
        execute("select 1");

        // When
        poll(watch(Optional.of(AT_ONCE)));

        // Then
        assertThatThrownBy(() -> execute("select 1")).isInstanceOf(SQLException.class);
        var watch = watch(Optional.empty());
        await().untilAsserted(() -> {
            poll(watch);
            assertThat(watch.reasons()).isEmpty();
        });
    }

    @Test
    void reportsNothingOfSessionsThatHoldNothing() throws SQLException {
        execute("select 1");
        var watch = watch(Optional.empty());

        poll(watch);

        assertThat(watch.reasons()).isEmpty();
    }

    private BlockerWatch watch(Optional<Duration> terminateStuckAfter) {
        meters.clear();
        return new BlockerWatch(pool, AT_ONCE, terminateStuckAfter, meters);
    }

    private static void poll(BlockerWatch watch) {
        watch.run().await().indefinitely();
    }

    private double count(String kind) {
        return meters.get("tasker.database.blockers").tag("kind", kind).gauge().value();
    }

    private int pid() {
        try {
            return session.unwrap(PGConnection.class).getBackendPID();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (var statement = session.createStatement()) {
            statement.execute(sql);
        }
    }
}
