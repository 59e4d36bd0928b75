package systems.tasker.events.publisher;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

/** Runs a publisher on a few threads of its own, each call within a time limit; one that blocks for ever holds up only itself. */
final class OwnThreads implements RegisteredPublisher.Caller {

    private static final long IDLE_SECONDS = 30;

    private final String publisher;
    private final Duration timeLimit;
    private final ThreadPoolExecutor threads;

    OwnThreads(String publisher, PublisherConfig config) {
        this.publisher = publisher;
        this.timeLimit = config.timeLimit();
        this.threads = new ThreadPoolExecutor(
                config.threads(),
                config.threads(),
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(config.queueSize()),
                work -> {
                    var thread = new Thread(work, "publisher-" + publisher);
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public <T> Uni<T> call(Callable<T> work) {
        return Uni.createFrom()
                .<T>emitter(emitter -> submit(work, emitter))
                .ifNoItem()
                .after(timeLimit)
                .failWith(() -> new TimeoutException(publisher + " took longer than " + timeLimit));
    }

    private <T> void submit(Callable<T> work, UniEmitter<? super T> emitter) {
        var running = threads.submit(() -> {
            try {
                emitter.complete(work.call());
            } catch (Throwable thrown) {
                // An Error of somebody else's bean must not leave the caller without an answer.
                emitter.fail(thrown);
            }
        });
        // Time is up, or nobody waits any more: interrupt it, so that its thread comes back.
        emitter.onTermination(() -> running.cancel(true));
    }

    void stop() {
        threads.shutdownNow();
    }
}
