package systems.tasker.events.postgres.pgmq;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import io.netty.channel.ConnectTimeoutException;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.PoolOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.MutePort;
import systems.tasker.events.fixture.Waits;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

@QuarkusTest
class BoundedPoolsTest {

    private static final String SLEEP = "select pg_sleep(60)";
    private static final int MAX_SIZE = 3;
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(15);

    @Inject
    Vertx vertx;

    @Inject
    Instance<ServerLocator> locators;

    private MutePort way;

    private record Input(Vertx vertx, PoolOptions poolOptions, List<PgConnectOptions> pgConnectOptionsList)
            implements PgPoolCreator.Input {}

    @BeforeEach
    void openProxy() throws Exception {
        way = new MutePort(Integer.getInteger("tasker.events.embedded.port"));
    }

    @AfterEach
    void close() {
        way.close();
    }

    @Test
    void ordersTheTimeoutsOfAConnectionByThoseOfItsCalls() {
        assertThat(ConnectionTimeouts.of(Duration.ofSeconds(5), Duration.ofSeconds(2)))
                .isEqualTo(
                        new ConnectionTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(4), Duration.ofSeconds(15)));
        assertThat(ConnectionTimeouts.of(Duration.ofSeconds(5), Duration.ofMinutes(1))
                        .idle())
                .isEqualTo(Duration.ofSeconds(70));
    }

    @Test
    void setsTheStatementTimeout() {
        var pool = pool(new ConnectionTimeouts(LONG, SHORT, LONG));

        assertThat(faultOf(pool.query(SLEEP).execute()))
                .isInstanceOfSatisfying(
                        PgException.class,
                        canceled -> assertThat(canceled.getSqlState()).isEqualTo("57014"));
    }

    @Test
    void setsTheTimeoutOfASingleTransaction() {
        // Given
        var pool = pool(new ConnectionTimeouts(LONG, SHORT, LONG));

        // When
        var setting = TimedTransaction.run(
                pool,
                Duration.ofSeconds(77),
                connection -> connection.query("show statement_timeout").execute());

        // Then
        assertThat(setting.await().atMost(Waits.LONG).iterator().next().getString(0))
                .isEqualTo("77s");
        assertThat(faultOf(pool.query(SLEEP).execute())).isInstanceOf(PgException.class);
    }

    @Test
    void keepsTheStatementTimeoutOfTheUrl() {
        var pool = pool(options().addProperty("statement_timeout", "0"), new ConnectionTimeouts(LONG, SHORT, LONG));

        assertThat(pool.query("show statement_timeout")
                        .executeAndAwait()
                        .iterator()
                        .next()
                        .getString(0))
                .isEqualTo("0");
    }

    @Test
    void failsAtTheConnectTimeout() throws Exception {
        // Given a listener that has no capacity for one more
        try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var one = new Socket(full.getInetAddress(), full.getLocalPort());
                var other = new Socket(full.getInetAddress(), full.getLocalPort())) {
            var pool = pool(options().setPort(full.getLocalPort()), new ConnectionTimeouts(SHORT, LONG, LONG));

            // When
            var fault = faultOf(pool.query("select 1").execute());

            // Then
            assertThat(fault).isInstanceOf(ConnectTimeoutException.class);
            assertThat(one.isConnected() && other.isConnected()).isTrue();
        }
    }

    @Test
    void replacesAConnectionAtItsIdleTimeout() {
        // Given
        var pool = pool(new ConnectionTimeouts(LONG, LONG, Duration.ofMillis(500)));
        pool.query("select 1").executeAndAwait();

        // When
        way.mute();
        var fault = faultOf(pool.query("select 1").execute());

        // Then
        assertThat(fault).isNotInstanceOf(PgException.class);
        await().ignoreExceptions()
                .until(() -> pool.query("select 1").executeAndAwait().size() == 1);
    }

    @Test
    void keepsAnIdleListenerAndReplacesADeadOne() {
        // Given
        var idleTimeout = Duration.ofMillis(1500);
        var pool = pool(new ConnectionTimeouts(LONG, LONG, idleTimeout));
        var wakeUps = new AtomicInteger();
        var connection = new NotificationConnection(pool, vertx, Duration.ofMillis(5), idleTimeout);
        connection.listen("bounded", wakeUps::incrementAndGet);
        await().until(() -> wakeUps.get() == 1);

        // When nothing is sent for several idle timeouts
        await().pollDelay(Duration.ofMillis(4000)).until(() -> true);

        // Then
        assertThat(way.connections()).isOne();
        way.mute();
        await().until(() -> wakeUps.get() == 2);
        connection.close();
    }

    private Pool pool(ConnectionTimeouts timeouts) {
        return pool(options(), timeouts);
    }

    private Pool pool(PgConnectOptions options, ConnectionTimeouts timeouts) {
        var input = new Input(vertx, new PoolOptions().setMaxSize(MAX_SIZE), List.of(options));
        return Pool.newInstance(new BoundedPools(timeouts, locators, new PrimaryServers()).create(input, "tests"));
    }

    private PgConnectOptions options() {
        return new PgConnectOptions()
                .setHost("localhost")
                .setPort(way.port())
                .setUser("postgres")
                .setDatabase("postgres");
    }

    private static Throwable faultOf(Uni<?> call) {
        return call.onItemOrFailure().transform((item, fault) -> fault).await().atMost(Waits.LONG);
    }
}
