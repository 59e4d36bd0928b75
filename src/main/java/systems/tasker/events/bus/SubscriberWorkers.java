package systems.tasker.events.bus;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * An elastic executor: one thread per core for all subscribers, and more while those are blocked.
 *
 * <p>Most subscribers return within microseconds, so that a thread per core serves a thousand of them without context switches. One that
 * blocks keeps its thread; {@link #adjustThreads}, called every few milliseconds, adds threads when queued work makes no progress. A
 * subscriber occupies at most as many threads as its concurrency, which bounds their number.
 */
final class SubscriberWorkers implements Executor {

    private static final long IDLE_SECONDS = 30;
    private static final int USUAL = Math.max(2, Runtime.getRuntime().availableProcessors());

    private final ThreadPoolExecutor threads;
    private long doneBefore;

    SubscriberWorkers() {
        this.threads = new ThreadPoolExecutor(
                USUAL, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    var thread = new Thread(work, "subscriber");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable turn) {
        threads.execute(turn);
    }

    /** Adds threads when work is queued and none has ended since the last call; removes them when none is queued. */
    void adjustThreads() {
        var done = threads.getCompletedTaskCount();
        if (threads.getQueue().isEmpty()) {
            // Those that are still busy may be held up for long; the usual number is free beside them.
            threads.setCorePoolSize(threads.getActiveCount() + USUAL);
        } else if (done == doneBefore) {
            threads.setCorePoolSize(threads.getActiveCount() + USUAL);
        }
        doneBefore = done;
    }

    void stop() {
        threads.shutdownNow();
    }
}
