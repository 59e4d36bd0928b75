package systems.tasker.events.postgres.pgmq;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import systems.tasker.events.fixture.PostgresPair;
import systems.tasker.events.fixture.PostgresPair.Replication;
import systems.tasker.events.fixture.PostgresServer;
import systems.tasker.events.fixture.Waits;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

/** Pools of connections to a primary and its standby. */
class PrimaryConnectorTest {

    private static final String PORT = "select inet_server_port()";
    private static final String READ_ONLY = "select (current_setting('transaction_read_only') = 'on')::integer";

    @TempDir
    static Path folder;

    private static PostgresPair pair;

    private final Vertx vertx = Vertx.vertx();

    @BeforeAll
    static void startServers() {
        pair = PostgresPair.start(folder, Replication.ASYNCHRONOUS);
    }

    @AfterAll
    static void stopServers() {
        pair.close();
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void connectsToTheServerThatCanWrite() {
        var pool = pool(connector(pair.standby(), pair.primary()), 2);

        assertThat(number(pool, PORT)).isEqualTo(pair.primary().port());
    }

    @Test
    void readsFromAStandbyWhileNoServerCanWrite() {
        // Given
        var stopped = new PgConnectOptions()
                .setHost("localhost")
                .setPort(1)
                .setUser("postgres")
                .setDatabase("postgres");

        // When
        var pool = pool(new PrimaryConnector(vertx, List.of(stopped, options(pair.standby()))), 2);

        // Then
        assertThat(number(pool, PORT)).isEqualTo(pair.standby().port());
        assertThat(number(pool, READ_ONLY)).isOne();
    }

    @Test
    void movesConnectionsAndListenersFromReadOnlySessionsOnceOneCanWrite() {
        // Given
        var database = pair.primary().database();
        database.execute("alter role postgres set default_transaction_read_only = on");
        var connector = connector(pair.primary());
        var pool = pool(connector, 2);
        var listenerConnector = connector(pair.primary());
        var wakeUps = new AtomicInteger();
        var listener = new NotificationConnection(
                pool(listenerConnector, 1), vertx, Duration.ofMillis(5), Duration.ofSeconds(10));
        listener.listen("moved", wakeUps::incrementAndGet);
        await().until(() -> wakeUps.get() == 1);
        assertThat(number(pool, READ_ONLY)).isOne();
        assertThat(leaveReadOnly(connector)).isFalse();

        // When
        repairedBy("alter role postgres reset default_transaction_read_only");

        // Then
        assertThat(number(pool, READ_ONLY)).isOne();
        assertThat(leaveReadOnly(connector)).isTrue();
        await().ignoreExceptions().until(() -> number(pool, READ_ONLY) == 0);
        assertThat(leaveReadOnly(listenerConnector)).isTrue();
        await().until(() -> wakeUps.get() == 2);
        listener.close();
    }

    @Test
    void closesConnectionsToAnotherServerWithTheirStatements() {
        // Given connections to a server that the address no longer leads to
        var lost = connector(pair.standby());
        var pool = pool(lost, 2);
        var hanging = pool.query("select pg_sleep(20)").execute().subscribeAsCompletionStage();
        await().until(() ->
                number(pool, "select count(*)::integer from pg_stat_activity where query like '%sleep(20)'") == 1);
        var sameServer = lost.probe().toCompletionStage().toCompletableFuture().join();
        var newServer = connector(pair.primary())
                .probe()
                .toCompletionStage()
                .toCompletableFuture()
                .join();

        // When
        var ofTheSame = lost.closeLost(sameServer)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        var ofTheOther = lost.closeLost(newServer)
                .toCompletionStage()
                .toCompletableFuture()
                .join();

        // Then
        assertThat(ofTheSame).isZero();
        assertThat(ofTheOther).isEqualTo(2);
        assertThat(hanging).failsWithin(Waits.LONG);
        // The pool may give out a closed connection until it is told so.
        await().ignoreExceptions().until(() -> number(pool, READ_ONLY) == 1);
    }

    @Test
    void limitsTheLifetimeOfConnectionsWithJitter() {
        var configured = new PoolOptions().setMaxLifetime(100);

        assertThat(Stream.generate(() -> BoundedPools.lifetime(configured)).limit(1000))
                .allSatisfy(lifetime ->
                        assertThat(lifetime).isBetween(Duration.ofMillis(75_000), Duration.ofMillis(100_000)));
        assertThat(BoundedPools.lifetime(new PoolOptions())).isLessThanOrEqualTo(Duration.ofMinutes(30));
    }

    /** In a session of its own, which may write although its role may not. */
    private static void repairedBy(String sql) {
        try (var connection = pair.primary().database().connect();
                var statement = connection.createStatement()) {
            statement.execute("set default_transaction_read_only = off");
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private PrimaryConnector connector(PostgresServer... servers) {
        return new PrimaryConnector(
                vertx, Stream.of(servers).map(PrimaryConnectorTest::options).toList());
    }

    private static PgConnectOptions options(PostgresServer server) {
        return new PgConnectOptions()
                .setHost("localhost")
                .setPort(server.port())
                .setUser("postgres")
                .setPassword("postgres")
                .setDatabase("postgres");
    }

    @SuppressWarnings("deprecation")
    private Pool pool(PrimaryConnector connector, int size) {
        return Pool.newInstance(PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(size))
                .connectingTo(options(pair.primary()))
                .using(vertx)
                .build()
                .connectionProvider(connector::connect));
    }

    private static boolean leaveReadOnly(PrimaryConnector connector) {
        return connector
                .leaveReadOnly()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static int number(Pool pool, String sql) {
        return pool.query(sql)
                .execute()
                .await()
                .atMost(Waits.LONG)
                .iterator()
                .next()
                .getInteger(0);
    }
}
