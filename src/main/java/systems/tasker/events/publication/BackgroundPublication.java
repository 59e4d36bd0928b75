package systems.tasker.events.publication;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jboss.logging.Logger;

import systems.tasker.events.observability.LogThrottle;

/**
 * Publishes the events of results that were answered already: a bounded queue, and a few at a time.
 *
 * <p>What finds the queue full is dropped. Safe to use from any thread; never waits.
 */
final class BackgroundPublication {

    private static final Logger LOG = Logger.getLogger(BackgroundPublication.class);

    private final Queue<StepRun> waiting = new ArrayDeque<>();
    private final Function<StepRun, Uni<Void>> publish;
    private final int queueSize;
    private final int workers;
    private final LogThrottle failures = new LogThrottle();
    private final AtomicLong droppedInBurst = new AtomicLong();
    private int working;

    /** @param publish publishes the events of a run; what it fails with is logged */
    BackgroundPublication(Function<StepRun, Uni<Void>> publish, int queueSize, int workers) {
        this.publish = publish;
        this.queueSize = queueSize;
        this.workers = workers;
    }

    /** Takes a run. @return false when there is no room; its events are then lost */
    boolean offer(StepRun run) {
        synchronized (this) {
            if (working == workers) {
                if (waiting.size() == queueSize) {
                    countDropped();
                    return false;
                }
                waiting.add(run);
                return true;
            }
            working++;
        }
        work(run);
        return true;
    }

    /** How many runs wait or are in the works. */
    synchronized int underWay() {
        return waiting.size() + working;
    }

    /** Waits until nothing is under way. @return whether that was so within the time */
    synchronized boolean awaitIdle(Duration timeout) throws InterruptedException {
        var deadline = System.nanoTime() + timeout.toNanos();
        while (working > 0) {
            var left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    private void work(StepRun run) {
        Uni.createFrom()
                .deferred(() -> publish.apply(run))
                // Not on the event loop that answers requests; and a long queue must not become a deep stack.
                .runSubscriptionOn(Infrastructure.getDefaultExecutor())
                .onFailure()
                .invoke(failure -> failures.log(results -> LOG.warnf(
                        "Events not published: step_uuid=%s results_since_last_line=%d error=%s",
                        run.result().stepUuid(), results, failure)))
                .onTermination()
                .invoke(this::next)
                .subscribe()
                .with(done -> {}, logged -> {});
    }

    private void next() {
        StepRun run;
        synchronized (this) {
            run = waiting.poll();
            if (run == null) {
                working--;
                endBurst();
                notifyAll();
            }
        }
        if (run != null) {
            work(run);
        }
    }

    private void countDropped() {
        if (droppedInBurst.getAndIncrement() == 0) {
            LOG.warnf("The queue of %d results is full, events are dropped", queueSize);
        }
    }

    private void endBurst() {
        var dropped = droppedInBurst.getAndSet(0);
        if (dropped > 0) {
            LOG.warnf("The queue has room again: the events of %d results were dropped", dropped);
        }
    }
}
