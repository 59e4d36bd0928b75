package systems.tasker.events.observability.status;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

class ThreadsLiveCheckTest {

    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration PLENTY = Duration.ofSeconds(30);

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(3).setWorkerPoolSize(1));
    private final CountDownLatch end = new CountDownLatch(1);
    private final CountDownLatch begun = new CountDownLatch(1);

    @AfterEach
    void close() {
        end.countDown();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void isUpOnceAllThreadsAnswer() {
        var response = check(PLENTY);

        assertThat(response.getStatus()).isEqualTo(Status.UP);
        assertThat(response.getData().orElseThrow())
                .containsEntry("event_loops", 3L)
                .containsEntry("event_loops_answered", 3L)
                .containsEntry("worker_answered", true);
    }

    @Test
    void isDownWhenAnEventLoopIsBlocked() throws InterruptedException {
        // That of this thread, too, which the check therefore must not wait on.
        vertx.getOrCreateContext().runOnContext(event -> block());
        begun.await();

        // On a busy machine the other two may answer late, too.
        var response = await().until(
                        () -> check(SOON),
                        check -> check.getData()
                                .orElseThrow()
                                .get("event_loops_answered")
                                .equals(2L));

        assertThat(response.getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void isDownWhenAllWorkersAreBlocked() throws InterruptedException {
        vertx.executeBlocking(() -> {
            block();
            return null;
        });
        begun.await();

        var response = check(SOON);

        assertThat(response.getStatus()).isEqualTo(Status.DOWN);
        assertThat(response.getData().orElseThrow()).containsEntry("worker_answered", false);
    }

    private void block() {
        begun.countDown();
        try {
            end.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private HealthCheckResponse check(Duration limit) {
        return new ThreadsLiveCheck(vertx, limit).call().await().atMost(PLENTY);
    }
}
