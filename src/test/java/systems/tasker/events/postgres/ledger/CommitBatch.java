package systems.tasker.events.postgres.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

import systems.tasker.events.publication.store.CommitVerdict;
import systems.tasker.events.publication.store.ResultCommit;

/** Puts a batch together by hand, where the queue would do it as the load goes. */
final class CommitBatch {

    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);

    private CommitBatch() {}

    /** Commits batches, with a long timeout of locks. */
    static GroupCommit committer(Pool pool) {
        return new GroupCommit(
                pool,
                new AcceptedResults(pool, SynchronousCommit.ON),
                queues -> {},
                messages -> {},
                CommitSettings.of(LOCK_TIMEOUT));
    }

    /** Commits a batch. @return each member's verdict, in the batch's order */
    static List<CompletableFuture<CommitVerdict>> start(GroupCommit groupCommit, List<ResultCommit> batch) {
        var pending = new ArrayList<PendingCommit>();
        var verdicts = batch.stream()
                .map(commit -> Uni.createFrom()
                        .<CommitVerdict>emitter(waiting -> pending.add(new PendingCommit(commit, waiting)))
                        .subscribeAsCompletionStage())
                .toList();
        groupCommit.commit(pending).subscribe().with(done -> {});
        return verdicts;
    }
}
