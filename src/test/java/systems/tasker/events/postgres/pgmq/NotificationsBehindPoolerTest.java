package systems.tasker.events.postgres.pgmq;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.PgBouncer;
import systems.tasker.events.fixture.Tool;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

@QuarkusTest
class NotificationsBehindPoolerTest {

    private static final String CHANNEL = "pgmq.q_behind_pooler.INSERT";

    private final Database database = Database.ofTests();
    private final AtomicInteger wakeUps = new AtomicInteger();

    @Inject
    Vertx vertx;

    @TempDir
    Path folder;

    @Test
    void listensOnASessionOfItsOwn() {
        // Given
        var connection = connection(database.port());
        connection.listen(CHANNEL, wakeUps::incrementAndGet);
        await().until(() -> wakeUps.get() == 1);

        // When
        database.execute("select pg_notify(?, '')", CHANNEL);

        // Then
        await().until(() -> wakeUps.get() == 2);
        assertThat(connection.cannotListen()).isFalse();
        connection.close();
    }

    /** A commit sends to several queues, and none of their consumers shall wait until the next notification. */
    @Test
    void notifiesTheChannelsOfACommitTogether() {
        // Given
        var connection = connection(database.port(), Duration.ofHours(1));
        connection.listen(CHANNEL, wakeUps::incrementAndGet);
        connection.listen("another", wakeUps::incrementAndGet);
        await().until(() -> wakeUps.get() == 2);

        // When
        connection.send(List.of(CHANNEL, "another"));

        // Then
        await().until(() -> wakeUps.get() == 4);
        connection.close();
    }

    @Test
    @Tag(Tool.TAG)
    void notifiesAndLeavesNoStateInASessionThatAPoolerLends() throws SQLException {
        try (var bouncer = new PgBouncer(folder, database.port(), "transaction", 1)) {
            // Given
            var direct = connection(database.port());
            direct.listen(CHANNEL, wakeUps::incrementAndGet);
            await().until(() -> wakeUps.get() == 1);
            var pooled = connection(bouncer.port());

            // When
            pooled.listen(CHANNEL, () -> {});
            pooled.send(List.of(CHANNEL));

            // Then
            await().until(() -> wakeUps.get() == 2);
            assertThat(pooled.cannotListen()).isTrue();
            try (var other = DriverManager.getConnection("jdbc:postgresql://localhost:" + bouncer.port()
                            + "/postgres?user=postgres&prepareThreshold=0");
                    var rows = other.createStatement()
                            .executeQuery(
                                    "select (select count(*) from pg_listening_channels()),"
                                            + " (select setting = reset_val from pg_settings where name = 'synchronous_commit')")) {
                rows.next();
                assertThat(rows.getInt(1)).isZero();
                assertThat(rows.getBoolean(2)).isTrue();
            }
            pooled.close();
            direct.close();
        }
    }

    private NotificationConnection connection(int port) {
        return connection(port, Duration.ofMillis(1));
    }

    private NotificationConnection connection(int port, Duration shortestGap) {
        var options = new PgConnectOptions()
                .setHost("localhost")
                .setPort(port)
                .setDatabase("postgres")
                .setUser("postgres");
        var pool = Pool.newInstance(PgBuilder.pool()
                .connectingTo(options)
                .with(new PoolOptions().setMaxSize(1))
                .using(vertx)
                .build());
        return new NotificationConnection(pool, vertx, shortestGap, Duration.ofSeconds(10));
    }
}
