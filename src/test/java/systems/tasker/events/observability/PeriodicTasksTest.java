package systems.tasker.events.observability;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

class PeriodicTasksTest {

    private static final Duration OFTEN = Duration.ofMillis(5);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void repeatsATaskThatFails() {
        var tasks = start(OFTEN, () -> {
            if (runs.incrementAndGet() == 1) {
                throw new IllegalStateException("thrown by the test");
            }
            return Uni.createFrom().failure(new IllegalStateException("failed by the test"));
        });

        await().until(() -> runs.get() >= 3);
        tasks.stop(null);
    }

    @Test
    void skipsRunsWhileOneIsRunning() {
        // Given
        var end = new CompletableFuture<Void>();
        var other = new AtomicInteger();
        var tasks = new PeriodicTasks(
                vertx,
                List.of(
                        task(OFTEN, () -> {
                            runs.incrementAndGet();
                            return Uni.createFrom().completionStage(end);
                        }),
                        task(OFTEN, () -> Uni.createFrom().voidItem().invoke(other::incrementAndGet))));

        // When
        tasks.start(null);
        await().until(() -> other.get() >= 20);

        // Then
        assertThat(runs).hasValue(1);
        end.complete(null);
        await().until(() -> runs.get() >= 2);
    }

    @Test
    void neverRunsATaskWithoutAnInterval() {
        // Given
        var other = new AtomicInteger();
        var tasks = new PeriodicTasks(
                vertx,
                List.of(
                        task(Duration.ZERO, () -> Uni.createFrom().voidItem().invoke(runs::incrementAndGet)),
                        task(OFTEN, () -> Uni.createFrom().voidItem().invoke(other::incrementAndGet))));

        // When
        tasks.start(null);
        await().until(() -> other.get() >= 20);

        // Then
        assertThat(runs).hasValue(0);
    }

    private PeriodicTasks start(Duration interval, Supplier<Uni<Void>> work) {
        var tasks = new PeriodicTasks(vertx, List.of(task(interval, work)));
        tasks.start(null);
        return tasks;
    }

    private static PeriodicTask task(Duration interval, Supplier<Uni<Void>> work) {
        return new PeriodicTask() {
            @Override
            public Duration interval() {
                return interval;
            }

            @Override
            public Uni<Void> run() {
                return work.get();
            }
        };
    }
}
