package systems.tasker.events.publisher;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

/** Runs a publisher on a few threads of its own, each call with a timeout; one that never returns blocks only this publisher. */
final class OwnThreads implements RegisteredPublisher.Caller {

    private static final long IDLE_SECONDS = 30;

    private final String publisher;
    private final Duration timeout;
    private final Executor threads;
    private final Runnable stop;

    private OwnThreads(String publisher, Duration timeout, Executor threads, Runnable stop) {
        this.publisher = publisher;
        this.timeout = timeout;
        this.threads = threads;
        this.stop = stop;
    }

    static OwnThreads workers(String publisher, PublisherLimits limits) {
        var threads = new ThreadPoolExecutor(
                limits.threads(),
                limits.threads(),
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(limits.queueSize()),
                work -> {
                    var thread = new Thread(work, "publisher-" + publisher);
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return new OwnThreads(publisher, limits.timeout(), threads, threads::shutdownNow);
    }

    /** A virtual thread for each event, for as many at once as workers and their queue would have capacity for. */
    static OwnThreads virtual(String publisher, PublisherLimits limits, Executor virtualThreads) {
        var room = new Semaphore(limits.threads() + limits.queueSize());
        Executor bounded = work -> {
            if (!room.tryAcquire()) {
                throw new RejectedExecutionException(publisher + " has no room for one more event");
            }
            // Not given back before the work is over: one that ignores its interrupt goes on.
            virtualThreads.execute(() -> {
                try {
                    work.run();
                } finally {
                    room.release();
                }
            });
        };
        return new OwnThreads(publisher, limits.timeout(), bounded, () -> {});
    }

    /** One further thread with the same timeout, which ends when it is idle. */
    OwnThreads single() {
        return workers(publisher, new PublisherLimits(timeout, 1, PublisherLimits.QUEUE_SIZE));
    }

    @Override
    public <T> Uni<T> call(Callable<T> work) {
        return Uni.createFrom()
                .<T>emitter(emitter -> submit(work, emitter))
                .ifNoItem()
                .after(timeout)
                .failWith(() -> new TimeoutException(publisher + " took longer than " + timeout));
    }

    private <T> void submit(Callable<T> work, UniEmitter<? super T> emitter) {
        var running = new FutureTask<Void>(
                () -> {
                    try {
                        emitter.complete(work.call());
                    } catch (Throwable thrown) {
                        // An Error of a publisher must not leave the caller without a response.
                        emitter.fail(thrown);
                    }
                },
                null);
        threads.execute(running);
        // Timed out or cancelled: interrupt it, so that its thread is released.
        emitter.onTermination(() -> running.cancel(true));
    }

    void stop() {
        stop.run();
    }
}
