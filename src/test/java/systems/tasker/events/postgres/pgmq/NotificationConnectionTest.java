package systems.tasker.events.postgres.pgmq;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

class NotificationConnectionTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    // Pauses of 100 ms, 200 ms and so on, on the average; without them there are hundreds of attempts in a second.
    private static final int A_FEW = 25;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger attempts = new AtomicInteger();
    private ServerSocket server;

    @BeforeEach
    void startServerThatHangsUp() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var thread = new Thread(this::hangUp);
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void backsOffWhenTheServerRejectsConnections() {
        // Given
        var connection = new NotificationConnection(pool(), vertx, Duration.ofMillis(1), SECOND);
        connection.send(List.of("channel"));
        await().until(() -> attempts.get() > 0);

        // When
        var end = System.nanoTime() + SECOND.toNanos();
        while (System.nanoTime() < end) {
            connection.send(List.of("channel"));
        }

        // Then
        assertThat(attempts.get()).isLessThan(A_FEW);
        await().until(() -> attempts.get() > 2);
        connection.close();
    }

    private Pool pool() {
        var options = new PgConnectOptions()
                .setHost("localhost")
                .setPort(server.getLocalPort())
                .setUser("nobody")
                .setDatabase("none");
        return Pool.newInstance(
                PgBuilder.pool().connectingTo(options).using(vertx).build());
    }

    private void hangUp() {
        try {
            while (true) {
                server.accept().close();
                attempts.incrementAndGet();
            }
        } catch (IOException closed) {
            // That is how it ends.
        }
    }
}
