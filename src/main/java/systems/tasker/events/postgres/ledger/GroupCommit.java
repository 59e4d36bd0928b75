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

import systems.tasker.events.publication.CommitVerdict;
import systems.tasker.events.publication.CommitVerdict.AlreadyAccepted;
import systems.tasker.events.publication.CommitVerdict.ClaimGone;
import systems.tasker.events.publication.CommitVerdict.Committed;
import systems.tasker.events.publication.CommitVerdict.EventsRefused;
import systems.tasker.events.publication.StoreUnavailableException;
import systems.tasker.events.step.AttemptKey;

/**
 * Commits a batch of results in one statement, and finds the bad member when that fails.
 *
 * <pre>
 *     batch ─▶ one statement ─▶ committed, all of them
 *                 │ a member is at fault
 *                 ├─ some were accepted before ─▶ those are told so ─▶ the others once more
 *                 ├─ one member ─▶ it is told why
 *                 └─ several ─▶ halve the batch, each half by itself
 *                 │ somebody holds a lock on a queue ─▶ those for it are told to come back ─▶ the others once more
 *                 │ the database is away ─▶ all are told
 * </pre>
 */
final class GroupCommit {

    private final Pool pool;
    private final AcceptedResults accepted;
    private final ConsumerWakeUp wakeUp;
    private final CommitListener listener;
    private final Duration lockTimeout;
    private final LockedQueues locked;

    /** @param lockTimeout how long a statement waits for a lock */
    GroupCommit(
            Pool pool,
            AcceptedResults accepted,
            ConsumerWakeUp wakeUp,
            CommitListener listener,
            Duration lockTimeout) {
        this.pool = pool;
        this.accepted = accepted;
        this.wakeUp = wakeUp;
        this.listener = listener;
        this.lockTimeout = lockTimeout;
        this.locked = new LockedQueues(pool);
    }

    /** Gives every member its verdict, or the failure; itself it never fails. */
    Uni<Void> commit(List<PendingCommit> batch) {
        if (locked.isEmpty()) {
            return send(batch);
        }
        return locked.lookAgain().chain(() -> {
            var free = batch.stream().filter(this::mayPass).toList();
            return free.isEmpty() ? Uni.createFrom().voidItem() : send(free);
        });
    }

    /** Tells whoever wants to send to a queue that is known to be locked to come back later. */
    private boolean mayPass(PendingCommit member) {
        var closed = member.queues().filter(locked::contains).findFirst();
        closed.ifPresent(queue ->
                member.waiting().fail(new StoreUnavailableException("Somebody holds a lock on queue " + queue, null)));
        return closed.isEmpty();
    }

    private Uni<Void> send(List<PendingCommit> batch) {
        return listener.statement(
                        batch.size(),
                        pool.preparedQuery(AcceptStatement.SQL).execute(AcceptStatement.parameters(batch, lockTimeout)))
                .invoke(rows -> committed(batch, rows))
                .invoke(() -> sent(messages(batch)))
                .replaceWithVoid()
                .onFailure(DatabaseFaults::isMembersFault)
                .recoverWithUni(fault -> findBadMember(batch, fault))
                .onFailure(DatabaseFaults::isLockTimeout)
                .recoverWithUni(fault -> findLockedQueue(batch, fault))
                .onFailure()
                .recoverWithUni(away -> {
                    batch.forEach(member -> member.waiting().fail(away));
                    return Uni.createFrom().voidItem();
                });
    }

    private void sent(Map<String, Integer> messagesByQueue) {
        wakeUp.wake(messagesByQueue.keySet());
        listener.sent(messagesByQueue);
    }

    private static void committed(List<PendingCommit> batch, RowSet<Row> rows) {
        var accepted = new HashMap<AttemptKey, Row>();
        rows.forEach(row ->
                accepted.put(new AttemptKey(row.getUUID("step_uuid"), row.getString("attempt_key")), row));
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
        return locked.look(queues)
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
                blame(batch.get(0), fault);
                return Uni.createFrom().voidItem();
            }
            var half = batch.size() / 2;
            return commit(batch.subList(0, half)).chain(done -> commit(batch.subList(half, batch.size())));
        });
    }

    private static void blame(PendingCommit member, Throwable fault) {
        if (DatabaseFaults.isClaimGone(fault)) {
            member.waiting().complete(new ClaimGone());
        } else if (DatabaseFaults.isRefusal(fault) && !member.events().isEmpty()) {
            member.waiting().complete(new EventsRefused(fault.getMessage()));
        } else {
            member.waiting().fail(fault);
        }
    }
}
