package systems.tasker.events.postgres.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;

import systems.tasker.events.step.AttemptKey;

/**
 * Group commit: results that arrive while others are being committed share the next commit.
 *
 * <p>A result that finds a free lane is committed immediately, alone if need be. Only while all lanes are busy do results queue up, and
 * as many as fit are committed together when a lane becomes free. So batches grow and shrink with the load.
 *
 * <p>Thread-safe.
 */
final class CommitQueue {

    private final ArrayDeque<PendingCommit> pending = new ArrayDeque<>();
    private final Function<List<PendingCommit>, Uni<Void>> committer;
    private final int maxConcurrentCommits;
    private final int maxResults;
    private final long maxSize;
    private long pendingSize;
    private int busyLanes;

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
            long maxSize) {
        this.committer = committer;
        this.maxConcurrentCommits = maxConcurrentCommits;
        this.maxResults = maxResults;
        this.maxSize = maxSize;
    }

    void add(PendingCommit commit) {
        if (hasCapacityForTexts()) {
            commit.serialized();
        }
        List<PendingCommit> batch;
        synchronized (this) {
            pending.add(commit);
            pendingSize += commit.size();
            batch = nextBatch();
        }
        send(batch);
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

    /** Whether less than a batch waits; the texts of more would take a multiple of the trees that they are made of. */
    private synchronized boolean hasCapacityForTexts() {
        return pendingSize < maxSize;
    }

    private void laneFree() {
        List<PendingCommit> batch;
        synchronized (this) {
            busyLanes--;
            batch = nextBatch();
        }
        send(batch);
    }

    private void send(List<PendingCommit> batch) {
        if (!batch.isEmpty()) {
            committer.apply(batch).subscribe().with(done -> laneFree());
        }
    }

    /** Takes a lane and the batch for it; empty when no lane is free or nothing waits. */
    private List<PendingCommit> nextBatch() {
        var batch = new ArrayList<PendingCommit>();
        if (pending.isEmpty() || busyLanes == maxConcurrentCommits) {
            return batch;
        }
        var keys = new HashSet<AttemptKey>();
        long size = 0;
        while (!pending.isEmpty() && batch.size() < maxResults) {
            var next = pending.peek();
            // The first always fits, or a large one would never be sent. The same result twice takes two batches: the
            // second is a replay.
            if (!batch.isEmpty() && size + next.size() > maxSize || !keys.add(next.key())) {
                break;
            }
            batch.add(pending.poll());
            size += next.size();
        }
        pendingSize -= size;
        busyLanes++;
        return batch;
    }
}
