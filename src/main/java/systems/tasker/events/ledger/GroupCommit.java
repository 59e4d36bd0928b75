package systems.tasker.events.ledger;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;

import systems.tasker.events.ledger.PendingCommit.Key;
import systems.tasker.events.publication.CommitVerdict;
import systems.tasker.events.publication.CommitVerdict.AlreadyAccepted;
import systems.tasker.events.publication.CommitVerdict.ClaimGone;
import systems.tasker.events.publication.CommitVerdict.Committed;
import systems.tasker.events.publication.CommitVerdict.EventsRefused;

/**
 * Commits a batch of results in one statement, and finds the bad member when that fails.
 *
 * <pre>
 *     batch ─▶ one statement ─▶ committed, all of them
 *                 │ a member is at fault
 *                 ├─ some were accepted before ─▶ those are told so ─▶ the others once more
 *                 ├─ one member ─▶ it is told why
 *                 └─ several ─▶ halve the batch, each half by itself
 *                 │ the database is away ─▶ all are told
 * </pre>
 */
final class GroupCommit {

    private final Pool pool;
    private final AcceptedResults accepted;
    private final CommitListener listener;

    GroupCommit(Pool pool, AcceptedResults accepted, CommitListener listener) {
        this.pool = pool;
        this.accepted = accepted;
        this.listener = listener;
    }

    /** Gives every member its verdict, or the failure; itself it never fails. */
    Uni<Void> commit(List<PendingCommit> batch) {
        return listener.statement(
                        batch.size(),
                        pool.preparedQuery(AcceptStatement.SQL).execute(AcceptStatement.parameters(batch)))
                .invoke(rows -> committed(batch, rows))
                .invoke(() -> listener.sent(messages(batch)))
                .replaceWithVoid()
                .onFailure(DatabaseFaults::isMembersFault)
                .recoverWithUni(fault -> findBadMember(batch, fault))
                .onFailure()
                .recoverWithUni(away -> {
                    batch.forEach(member -> member.waiting().fail(away));
                    return Uni.createFrom().voidItem();
                });
    }

    private static void committed(List<PendingCommit> batch, RowSet<Row> rows) {
        Map<Key, CommitVerdict> verdicts = new HashMap<>();
        for (var row : rows) {
            verdicts.put(
                    new Key(row.getUUID("step_uuid"), row.getString("attempt_key")),
                    new Committed(
                            row.getLong("notification_msg_id"), Arrays.asList(row.getArrayOfLongs("event_msg_ids"))));
        }
        batch.forEach(member -> member.waiting().complete(verdicts.get(member.key())));
    }

    private static Map<String, Integer> messages(List<PendingCommit> batch) {
        var messages = new HashMap<String, Integer>();
        messages.put(batch.get(0).commit().notificationQueue(), batch.size());
        batch.forEach(member -> member.events().forEach(event -> messages.merge(event.queue(), 1, Integer::sum)));
        return messages;
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
