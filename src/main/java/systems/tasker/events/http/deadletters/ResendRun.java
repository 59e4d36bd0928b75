package systems.tasker.events.http.deadletters;

import java.time.Duration;
import java.util.List;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import systems.tasker.events.http.Caller;

/**
 * One redrive or replay in progress: sends messages in batches, the oldest first.
 *
 * <pre>
 *     pause, for the rate ─▶ the source's next batch ─▶ send it, in one statement ─▶ count it
 *             ▲                                                                        │
 *             └──────────── until the end of the source, the limit or the time limit ──┘
 * </pre>
 *
 * @param <M> what the source has to know about a message
 */
final class ResendRun<M> {

    private final ResendSource<M> source;
    private final ResendBudget budget;
    private final boolean dryRun;

    private long afterId;
    private boolean isAtEnd;
    private long sent;

    /**
     * Creates a run.
     *
     * @param afterId the id to begin after
     * @param dryRun whether messages are only counted, not sent
     */
    ResendRun(ResendSource<M> source, ResendBudget budget, long afterId, boolean dryRun) {
        this.source = source;
        this.budget = budget;
        this.afterId = afterId;
        this.dryRun = dryRun;
    }

    /** Sends until the source is empty or the budget is used up. Fails with the first batch that fails. */
    Uni<Void> sendAll() {
        return Multi.createBy()
                .repeating()
                .uni(this::batch)
                .whilst(more -> more)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** How many messages were sent so far; stays valid when the run failed. */
    long sent() {
        return sent;
    }

    /** Logs who sent what, with the failure or null; nothing of a dry run. */
    void log(Caller caller, String action, String queue, String selection, Throwable fault) {
        if (!dryRun) {
            AuditLog.log(caller, action, queue, selection, sent, fault);
        }
    }

    /** The id that another run has to begin after; null when this one reached the end. */
    Long next() {
        return isAtEnd ? null : Long.valueOf(afterId);
    }

    private Uni<Boolean> batch() {
        return pause(budget.pause())
                .chain(() -> source.next(afterId, budget.batch()))
                .chain(batch -> send(batch.messages()).map(count -> {
                    budget.use(count);
                    // Only now: a batch that failed was not sent.
                    afterId = batch.lastId();
                    isAtEnd = batch.isLast();
                    return !isAtEnd && !budget.isUsedUp();
                }));
    }

    private static Uni<Void> pause(Duration pause) {
        var now = Uni.createFrom().voidItem();
        return pause.isZero() ? now : now.onItem().delayIt().by(pause);
    }

    private Uni<Long> send(List<M> messages) {
        if (messages.isEmpty() || dryRun) {
            return Uni.createFrom().item((long) messages.size());
        }
        return source.send(messages).invoke(count -> sent += count);
    }
}
