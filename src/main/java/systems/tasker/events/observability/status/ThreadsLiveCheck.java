package systems.tasker.events.observability.status;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Liveness: every event loop responds in time, and a worker thread becomes free.
 *
 * <p>The connections of a blocked event loop get no answers, which no other check notices.
 */
@Singleton
@Liveness
class ThreadsLiveCheck implements AsyncHealthCheck {

    private static final String NAME = "threads";
    // Longer than any pause of a healthy instance; how many failures restart it is up to the probe.
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Duration limit;

    @Inject
    ThreadsLiveCheck(Vertx vertx) {
        this(vertx, TIMEOUT);
    }

    ThreadsLiveCheck(Vertx vertx, Duration limit) {
        this.vertx = vertx;
        this.limit = limit;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().emitter(answer -> {
            var group = ((VertxInternal) vertx).getEventLoopGroup();
            var loops = new AtomicInteger();
            var loopsAnswered = new AtomicInteger();
            var workerAnswered = new AtomicBoolean();
            Runnable report = () -> {
                if (loopsAnswered.get() == loops.get() && workerAnswered.get()) {
                    answer.complete(response(loops.get(), loopsAnswered.get(), true));
                }
            };
            group.forEach(loop -> loops.incrementAndGet());
            // The JDK's own timer thread: those of Vert.x and Mutiny may be the blocked ones.
            CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
                    .execute(() -> answer.complete(response(loops.get(), loopsAnswered.get(), workerAnswered.get())));
            group.forEach(loop -> loop.execute(() -> {
                loopsAnswered.incrementAndGet();
                report.run();
            }));
            vertx.executeBlocking(
                    () -> {
                        workerAnswered.set(true);
                        report.run();
                        return null;
                    },
                    false);
        });
    }

    private static HealthCheckResponse response(int loops, int loopsAnswered, boolean hasWorker) {
        return HealthCheckResponse.named(NAME)
                .withData("event_loops", loops)
                .withData("event_loops_answered", loopsAnswered)
                .withData("worker_answered", hasWorker)
                .status(loopsAnswered == loops && hasWorker)
                .build();
    }
}
