package systems.tasker.events.postgres.ledger;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;

import systems.tasker.events.publication.CommitVerdict.AlreadyAccepted;
import systems.tasker.events.publication.CommitVerdict.ClaimGone;
import systems.tasker.events.publication.CommitVerdict.Committed;
import systems.tasker.events.publication.CommitVerdict.EventsRefused;
import systems.tasker.events.publication.StoreUnavailableException;
import systems.tasker.events.step.AttemptKey;

/**
 * Commits a batch of results in one statement, and bisects the batch when a member makes it fail.
 *
 * <pre>
 *     batch ─▶ one statement ─▶ all committed
 *                 │ a member is at fault
 *                 ├─ some were accepted before ─▶ already accepted ─▶ retry without them
 *                 ├─ one member ─▶ its verdict
 *                 └─ several ─▶ halve the batch, commit each half
 *                 │ a queue is locked by another session ─▶ unavailable for its members ─▶ retry without them
 *                 │ database unavailable ─▶ all fail
 * </pre>
 */
final class GroupCommit {

    private final Pool pool;
    private final AcceptedResults accepted;
    private final ConsumerWakeUp wakeUp;
    private final CommitListener listener;
    private final Duration lockTimeout;
    private final LockedQueues locked;

    /** @param lockTimeout the time that a statement waits for a lock */
    GroupCommit(
            Pool pool, AcceptedResults accepted, ConsumerWakeUp wakeUp, CommitListener listener, Duration lockTimeout) {
        this.pool = pool;
        this.accepted = accepted;
        this.wakeUp = wakeUp;
        this.listener = listener;
        this.lockTimeout = lockTimeout;
        this.locked = new LockedQueues(pool);
    }

    /** Completes every member with its verdict or a failure; never fails itself. */
    Uni<Void> commit(List<PendingCommit> batch) {
        if (locked.isEmpty()) {
            return send(batch);
        }
        return locked.poll().chain(() -> {
            var free = batch.stream().filter(this::isFree).toList();
            return free.isEmpty() ? Uni.createFrom().voidItem() : send(free);
        });
    }

    /** Fails a member whose queue is known to be locked, so that its sender retries later. */
    private boolean isFree(PendingCommit member) {
        var lockedQueue = member.queues().filter(locked::contains).findFirst();
        lockedQueue.ifPresent(queue -> member.waiting()
                .fail(new StoreUnavailableException("Queue " + queue + " is locked by another session", null)));
        return lockedQueue.isEmpty();
    }

    private Uni<Void> send(List<PendingCommit> batch) {
        return listener.statement(
                        batch.size(),
                        pool.preparedQuery(AcceptStatement.SQL).execute(AcceptStatement.parameters(batch, lockTimeout)))
                .invoke(rows -> committed(batch, rows))
                .invoke(() -> sent(messages(batch)))
                .replaceWithVoid()
                .onFailure(DatabaseFaults::isFaultOfOneMember)
                .recoverWithUni(fault -> findBadMember(batch, fault))
                .onFailure(DatabaseFaults::isLockTimeout)
                .recoverWithUni(fault -> findLockedQueue(batch, fault))
                .onFailure()
                .recoverWithUni(failure -> {
                    batch.forEach(member -> member.waiting().fail(failure));
                    return Uni.createFrom().voidItem();
                });
    }

    private void sent(Map<String, Integer> messagesByQueue) {
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
        messages.put(batch.get(0).commit().notificationQueue(), batch.size());
        batch.forEach(member -> member.events().forEach(event -> messages.merge(event.queue(), 1, Integer::sum)));
        return messages;
    }

    private Uni<Void> findLockedQueue(List<PendingCommit> batch, Throwable fault) {
        var queues = batch.stream().flatMap(PendingCommit::queues).collect(Collectors.toSet());
        return locked.check(queues)
                .chain(any -> any ? commit(batch) : Uni.createFrom().failure(fault));
    }

    private Uni<Void> findBadMember(List<PendingCommit> batch, Throwable fault) {
        return accepted.find(batch.stream().map(PendingCommit::key).toList()).chain(earlier -> {
            if (!earlier.isEmpty()) {
                var others = batch.stream()
                        .filter(member -> !earlier.containsKey(member.key()))
                        .toList();
                batch.stream()
                        .filter(member -> earlier.containsKey(member.key()))
                        .forEach(member -> member.waiting().complete(new AlreadyAccepted(earlier.get(member.key()))));
                return others.isEmpty() ? Uni.createFrom().voidItem() : commit(others);
            }
            if (batch.size() == 1) {
                failMember(batch.get(0), fault);
                return Uni.createFrom().voidItem();
            }
            var half = batch.size() / 2;
            return commit(batch.subList(0, half)).chain(done -> commit(batch.subList(half, batch.size())));
        });
    }

    private static void failMember(PendingCommit member, Throwable fault) {
        if (DatabaseFaults.isClaimGone(fault)) {
            member.waiting().complete(new ClaimGone());
        } else if (DatabaseFaults.isUnstorable(fault) && !member.events().isEmpty()) {
            member.waiting().complete(new EventsRefused(fault.getMessage()));
        } else {
            member.waiting().fail(fault);
        }
    }
}
