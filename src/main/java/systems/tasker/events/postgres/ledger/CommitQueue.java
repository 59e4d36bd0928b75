package systems.tasker.events.postgres.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;

/**
 * Lets commits that arrive while others are under way share the next one.
 *
 * <p>A commit that finds a free lane leaves at once, alone if need be: nobody waits for company. Only while all lanes are busy do commits
 * gather, and they leave together, as many as fit, when a lane comes free. So batches grow with the load and shrink with it.
 *
 * <p>Safe to use from any thread.
 */
final class CommitQueue {

    private final ArrayDeque<PendingCommit> pending = new ArrayDeque<>();
    private final Function<List<PendingCommit>, Uni<Void>> committer;
    private final int maxConcurrentCommits;
    private final int maxResults;
    private final long maxSize;
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
        List<PendingCommit> batch;
        synchronized (this) {
            pending.add(commit);
            batch = nextBatch();
        }
        leave(batch);
    }

    /** Takes a commit out again that nobody waits for any more; once it has left, it goes its way. */
    synchronized void withdraw(PendingCommit commit) {
        // By identity: comparing two commits would compare their trees.
        pending.removeIf(waiting -> waiting == commit);
    }

    /** How many wait for a lane. */
    synchronized int waiting() {
        return pending.size();
    }

    private void laneFree() {
        List<PendingCommit> batch;
        synchronized (this) {
            busyLanes--;
            batch = nextBatch();
        }
        leave(batch);
    }

    private void leave(List<PendingCommit> batch) {
        if (!batch.isEmpty()) {
            committer.apply(batch).subscribe().with(done -> laneFree());
        }
    }

    /** Takes a lane and what fits into it; empty when there is no lane or nothing to commit. */
    private List<PendingCommit> nextBatch() {
        var batch = new ArrayList<PendingCommit>();
        if (pending.isEmpty() || busyLanes == maxConcurrentCommits) {
            return batch;
        }
        var keys = new HashSet<PendingCommit.Key>();
        long size = 0;
        while (!pending.isEmpty() && batch.size() < maxResults) {
            var next = pending.peek();
            // The first always fits, or a large one would wait for ever. The same result twice takes two batches: the
            // second replays.
            if (!batch.isEmpty() && size + next.size() > maxSize || !keys.add(next.key())) {
                break;
            }
            batch.add(pending.poll());
            size += next.size();
        }
        busyLanes++;
        return batch;
    }
}
