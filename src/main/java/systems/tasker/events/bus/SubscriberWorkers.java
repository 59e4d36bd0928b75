package systems.tasker.events.bus;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Few threads for many subscribers, and more of them while the few are held up.
 *
 * <p>As a rule a subscriber is done in no time, and a thread per core serves a thousand of them without the price of switching. One that blocks
 * keeps its thread; {@link #relieve}, called every few milliseconds, sees that nothing moves and adds threads, so the others wait no longer
 * than that. A subscriber occupies as many threads as its concurrency says at most, so there is a bound.
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

    /** Adds threads when turns are waiting and none has ended since the last call; gives them up again when none is waiting. */
    void relieve() {
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
