package systems.tasker.events.postgres.ledger;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;

import systems.tasker.events.step.AttemptKey;

/**
 * Group commit: results that arrive while others are being committed share the next commit.
 *
 * <p>A result that finds no commit in flight is committed immediately, alone if need be. Results that arrive during a commit share the
 * next one, because a statement costs PostgreSQL as much as several of its results. So do those that the event loop has read together with
 * the first one: the batch is sent after the tasks that wait in the event loop. Another lane opens when one is not enough: when a full
 * batch waits, or when all commits in flight take longer than {@link #SLOW_COMMIT}. So batches grow and shrink with the load.
 *
 * <p>Thread-safe.
 */
final class CommitQueue {

    /** Several times what a usual commit takes; those that wait for a lock or a slow disk take longer. */
    static final Duration SLOW_COMMIT = Duration.ofMillis(20);

    /** The time, and actions that run later. */
    interface Timer {

        /** A clock that only advances, in nanoseconds. */
        long nanoTime();

        /** Runs an action once, on a thread of the timer's. */
        void after(Duration delay, Runnable action);

        /** Runs an action after the tasks that wait for the calling event loop; at once on any other thread. */
        void afterTasks(Runnable action);
    }

    /** Compared by identity. */
    private static final class Batch {

        private final List<PendingCommit> commits = new ArrayList<>();
        private final long startedAt;

        private Batch(long startedAt) {
            this.startedAt = startedAt;
        }
    }

    private final ArrayDeque<PendingCommit> pending = new ArrayDeque<>();
    private final List<Batch> inFlight = new ArrayList<>();
    private final Function<List<PendingCommit>, Uni<Void>> committer;
    private final int maxConcurrentCommits;
    private final int maxResults;
    private final long maxSize;
    private final Timer timer;
    // Calls of sendNext that are not done.
    private final AtomicInteger calls = new AtomicInteger();
    private long pendingSize;
    private boolean isTimed;

    /**
     * Creates a queue.
     *
     * @param committer settles every commit of a batch; completes when all are settled, never fails
     * @param maxConcurrentCommits batches that are committed at the same time
     * @param maxResults results of a batch
     * @param maxSize characters of JSON of a batch
     */
    CommitQueue(
            Function<List<PendingCommit>, Uni<Void>> committer,
            int maxConcurrentCommits,
            int maxResults,
            long maxSize,
            Timer timer) {
        this.committer = committer;
        this.maxConcurrentCommits = maxConcurrentCommits;
        this.maxResults = maxResults;
        this.maxSize = maxSize;
        this.timer = timer;
    }

    void add(PendingCommit commit) {
        synchronized (this) {
            pending.add(commit);
            pendingSize += commit.size();
        }
        timer.afterTasks(this::sendNext);
    }

    /** Removes a commit whose caller has stopped waiting; without effect once it has been sent. */
    synchronized void withdraw(PendingCommit commit) {
        // By identity: comparing two commits would compare their trees.
        if (pending.removeIf(waiting -> waiting == commit)) {
            pendingSize -= commit.size();
        }
    }

    /** The number of results that wait for a lane. */
    synchronized int waiting() {
        return pending.size();
    }

    /**
     * Sends what may be sent, on one thread at a time: a call during another one leaves it the work. So a commit that ends while it is being
     * sent, such as one on a connection that was closed, does not send the next one on its stack, which thousands of them would overflow.
     */
    private void sendNext() {
        if (calls.getAndIncrement() > 0) {
            return;
        }
        int done;
        do {
            done = calls.get();
            while (sendBatch()) {}
        } while (calls.addAndGet(-done) > 0);
    }

    /**
     * Sends a batch on a free lane, or asks again once the commits in flight are slow.
     *
     * @return whether it sent one
     */
    private boolean sendBatch() {
        Batch batch = null;
        Duration delay = null;
        synchronized (this) {
            if (pending.isEmpty() || inFlight.size() == maxConcurrentCommits) {
                return false;
            }
            var now = timer.nanoTime();
            var remaining = untilSlow(now);
            if (inFlight.isEmpty() || isFull() || remaining <= 0) {
                batch = nextBatch(now);
            } else if (!isTimed) {
                isTimed = true;
                delay = Duration.ofNanos(remaining);
            }
        }
        if (batch != null) {
            send(batch);
        } else if (delay != null) {
            timer.after(delay, this::timeIsUp);
        }
        return batch != null;
    }

    private void timeIsUp() {
        synchronized (this) {
            isTimed = false;
        }
        sendNext();
    }

    private boolean isFull() {
        return pending.size() >= maxResults || pendingSize >= maxSize;
    }

    /** Nanoseconds until the last commit that started is slow. */
    private long untilSlow(long now) {
        return inFlight.isEmpty() ? 0 : inFlight.get(inFlight.size() - 1).startedAt + SLOW_COMMIT.toNanos() - now;
    }

    private void send(Batch batch) {
        Uni.createFrom()
                .deferred(() -> committer.apply(batch.commits))
                .subscribe()
                .with(done -> ended(batch), fault -> {
                    // A bug: the lane must be free again all the same.
                    batch.commits.forEach(commit -> commit.waiting().fail(fault));
                    ended(batch);
                });
    }

    private void ended(Batch batch) {
        synchronized (this) {
            inFlight.remove(batch);
        }
        timer.afterTasks(this::sendNext);
    }

    private Batch nextBatch(long now) {
        var batch = new Batch(now);
        var keys = new HashSet<AttemptKey>();
        long size = 0;
        while (!pending.isEmpty() && batch.commits.size() < maxResults) {
            var next = pending.peek();
            // The first always fits, or a large one would never be sent. The same result twice takes two batches: the
            // second is a replay.
            if (!batch.commits.isEmpty() && size + next.size() > maxSize || !keys.add(next.key())) {
                break;
            }
            batch.commits.add(pending.poll());
            size += next.size();
        }
        pendingSize -= size;
        inFlight.add(batch);
        return batch;
    }
}
