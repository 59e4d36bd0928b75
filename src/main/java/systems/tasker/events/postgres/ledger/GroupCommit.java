package systems.tasker.events.postgres.ledger;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;

import systems.tasker.events.postgres.pgmq.MessageSequences;
import systems.tasker.events.publication.store.CommitVerdict.Committed;
import systems.tasker.events.publication.store.StoreUnavailableException;
import systems.tasker.events.step.AttemptKey;

/**
 * Commits a batch of results in one statement, and bisects the batch when a member makes it fail.
 *
 * <pre>
 *     batch ─▶ one statement ─▶ all committed
 *                 │ a member may be at fault ─▶ Bisection ─▶ its verdict, and commits of the others
 *                 │ a queue is locked by another session ─▶ unavailable for its members ─▶ retry without them
 *                 │ database unavailable ─▶ all fail
 * </pre>
 *
 * <p>Results for a queue that refused messages take a statement of their own until it takes messages again, so that they roll back no
 * others.
 */
final class GroupCommit {

    private final Pool pool;
    private final AcceptedResults accepted;
    private final ConsumerWakeUp wakeUp;
    private final CommitListener listener;
    private final CommitSettings settings;
    private final LockedQueues locked;
    private final SuspectQueues suspects = new SuspectQueues();
    private final MessageSequences sequences;

    /** @param settings what each statement sets for its transaction */
    GroupCommit(
            Pool pool,
            AcceptedResults accepted,
            ConsumerWakeUp wakeUp,
            CommitListener listener,
            CommitSettings settings) {
        this.pool = pool;
        this.accepted = accepted;
        this.wakeUp = wakeUp;
        this.listener = listener;
        this.settings = settings;
        this.locked = new LockedQueues(pool);
        this.sequences = new MessageSequences(pool);
    }

    /** Completes every member with its verdict or a failure; never fails itself. */
    Uni<Void> commit(List<PendingCommit> batch) {
        var serialized = batch.stream().filter(PendingCommit::serialize).toList();
        return serialized.isEmpty()
                ? Uni.createFrom().voidItem()
                : commit(serialized, new Bisection(pool, accepted, suspects, sequences, settings, this::commit));
    }

    private Uni<Void> commit(List<PendingCommit> batch, Bisection bisection) {
        if (locked.isEmpty()) {
            return sendApart(batch, bisection);
        }
        return locked.poll()
                .chain(() -> sendApart(batch.stream().filter(this::isFree).toList(), bisection));
    }

    /** One statement for the results whose queues are not suspected, and one for each set of suspects. */
    private Uni<Void> sendApart(List<PendingCommit> batch, Bisection bisection) {
        var done = Uni.createFrom().voidItem();
        for (var part : suspects.partition(batch)) {
            done = done.chain(() -> send(part, bisection));
        }
        return done;
    }

    /** Fails a member whose queue is known to be locked, so that its sender retries later. */
    private boolean isFree(PendingCommit member) {
        var lockedQueue = member.queues().stream().filter(locked::contains).findFirst();
        lockedQueue.ifPresent(queue -> member.waiting()
                .fail(new StoreUnavailableException("Queue " + queue + " is locked by another session", null)));
        return lockedQueue.isEmpty();
    }

    private Uni<Void> send(List<PendingCommit> batch, Bisection bisection) {
        if (bisection.isOfAll()) {
            bisection.fail(batch);
            return Uni.createFrom().voidItem();
        }
        return listener.statement(batch.size(), accept(batch))
                .invoke(rows -> committed(batch, rows))
                .invoke(() -> sent(messages(batch), bisection))
                .replaceWithVoid()
                .onFailure(DatabaseFaults::isFaultOfOneMember)
                .recoverWithUni(fault -> bisection.findBadMember(batch, fault))
                .onFailure(DatabaseFaults::isLockTimeout)
                .recoverWithUni(fault -> findLockedQueue(batch, bisection, fault))
                .onFailure()
                .recoverWithUni(failure -> {
                    batch.forEach(member -> member.waiting().fail(failure));
                    return Uni.createFrom().voidItem();
                });
    }

    /** A large result is alone in its batch. */
    private Uni<RowSet<Row>> accept(List<PendingCommit> batch) {
        return batch.get(0).isLarge()
                ? LargeCommit.commit(pool, batch.get(0), settings)
                : AcceptStatement.execute(pool, batch, settings);
    }

    private void sent(Map<String, Integer> messagesByQueue, Bisection bisection) {
        bisection.committed();
        suspects.clear(messagesByQueue.keySet());
        wakeUp.wake(messagesByQueue.keySet());
        listener.sent(messagesByQueue);
    }

    private static void committed(List<PendingCommit> batch, RowSet<Row> rows) {
        var accepted = new HashMap<AttemptKey, Row>();
        rows.forEach(row -> accepted.put(new AttemptKey(row.getUUID("step_uuid"), row.getString("attempt_key")), row));
        for (var member : batch) {
            var row = accepted.get(member.key());
            member.waiting()
                    .complete(new Committed(
                            row.getLong("notification_msg_id"),
                            AcceptedResults.eventMsgIds(row, member.commit().receipt())));
        }
    }

    private static Map<String, Integer> messages(List<PendingCommit> batch) {
        var messages = new HashMap<String, Integer>();
        for (var member : batch) {
            member.queues().forEach(queue -> messages.merge(queue, 1, Integer::sum));
        }
        return messages;
    }

    private Uni<Void> findLockedQueue(List<PendingCommit> batch, Bisection bisection, Throwable fault) {
        var queues = batch.stream().flatMap(member -> member.queues().stream()).collect(Collectors.toSet());
        return locked.check(queues)
                .chain(any -> any ? commit(batch, bisection) : Uni.createFrom().failure(fault));
    }
}
