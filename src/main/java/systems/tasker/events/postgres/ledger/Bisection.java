package systems.tasker.events.postgres.ledger;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

import systems.tasker.events.postgres.pgmq.MessageSequences;
import systems.tasker.events.publication.store.CommitVerdict.AlreadyAccepted;
import systems.tasker.events.publication.store.CommitVerdict.ClaimGone;
import systems.tasker.events.publication.store.CommitVerdict.EventsRefused;

/**
 * Finds the members at fault for the failure of one batch, with about log2 n statements each, and commits the others.
 *
 * <pre>
 *     fault ─┬─ some were accepted before ─▶ already accepted ─▶ commit without them
 *            ├─ a message sequence behind its table ─▶ repair ─▶ commit again
 *            ├─ several members ─▶ halve, commit each half
 *            └─ one member ─▶ its verdict
 *                    │ is it the events? accept it without them, and roll back
 *                    ├─ accepted ─▶ events refused, its queues are suspects
 *                    └─ refused ─▶ notification queue or ledger: fails; so do all others after the second in a row
 * </pre>
 *
 * <p>One object per batch; its members are committed one part after the other.
 */
final class Bisection {

    // One may be a row that the ledger's own constraints reject. Two in a row are an outage, which must not cost a
    // statement per result.
    private static final int FAILURES_OF_ALL = 2;

    private final Pool pool;
    private final AcceptedResults accepted;
    private final SuspectQueues suspects;
    private final MessageSequences sequences;
    private final CommitSettings settings;
    private final BiFunction<List<PendingCommit>, Bisection, Uni<Void>> committer;
    private final Set<String> repaired = new HashSet<>();
    private boolean worksWithoutEvents;
    private int failuresWithoutEvents;
    private Throwable ofAll;

    Bisection(
            Pool pool,
            AcceptedResults accepted,
            SuspectQueues suspects,
            MessageSequences sequences,
            CommitSettings settings,
            BiFunction<List<PendingCommit>, Bisection, Uni<Void>> committer) {
        this.pool = pool;
        this.accepted = accepted;
        this.suspects = suspects;
        this.sequences = sequences;
        this.settings = settings;
        this.committer = committer;
    }

    /** Whether the fault is shown to be none of the members'. */
    boolean isOfAll() {
        return failuresWithoutEvents >= FAILURES_OF_ALL;
    }

    void fail(List<PendingCommit> members) {
        members.forEach(member -> member.waiting().fail(ofAll));
    }

    /** A part of the batch is committed. */
    void committed() {
        failuresWithoutEvents = 0;
    }

    Uni<Void> findBadMember(List<PendingCommit> batch, Throwable fault) {
        if (MessageSequences.isBehind(fault) && repaired.add(MessageSequences.table(fault))) {
            return sequences.repair(fault).chain(done -> done ? commit(batch) : narrow(batch, fault));
        }
        return narrow(batch, fault);
    }

    private Uni<Void> narrow(List<PendingCommit> batch, Throwable fault) {
        // Asked where the fault may be that some were accepted, and before a member is blamed: a replay is no fault.
        return batch.size() > 1 && DatabaseFaults.isRefusal(fault)
                ? halve(batch)
                : accepted.find(batch.stream().map(PendingCommit::key).toList()).chain(earlier -> {
                    var others = batch.stream()
                            .filter(member -> !earlier.containsKey(member.key()))
                            .toList();
                    batch.stream()
                            .filter(member -> earlier.containsKey(member.key()))
                            .forEach(member ->
                                    member.waiting().complete(new AlreadyAccepted(earlier.get(member.key()))));
                    if (others.size() < batch.size()) {
                        return commit(others);
                    }
                    return batch.size() == 1 ? failMember(batch.get(0), fault) : halve(batch);
                });
    }

    private Uni<Void> halve(List<PendingCommit> batch) {
        var half = batch.size() / 2;
        return commit(batch.subList(0, half)).chain(() -> commit(batch.subList(half, batch.size())));
    }

    private Uni<Void> commit(List<PendingCommit> batch) {
        return batch.isEmpty() ? Uni.createFrom().voidItem() : committer.apply(batch, this);
    }

    private Uni<Void> failMember(PendingCommit member, Throwable fault) {
        if (DatabaseFaults.isClaimGone(fault)) {
            member.waiting().complete(new ClaimGone());
        } else if (!DatabaseFaults.isRefusal(fault)) {
            member.waiting().fail(fault);
        } else if (member.commit().durableEvents().isEmpty()) {
            failWithoutEvents(member, fault);
        } else if (DatabaseFaults.isOfContent(fault)) {
            member.waiting().complete(new EventsRefused(fault.getMessage()));
        } else if (worksWithoutEvents) {
            refuse(member, fault);
        } else {
            return failMemberOrAll(member, fault);
        }
        return Uni.createFrom().voidItem();
    }

    private Uni<Void> failMemberOrAll(PendingCommit member, Throwable fault) {
        return AcceptStatement.tryOut(pool, member.withoutEvents(), settings)
                .invoke(() -> {
                    worksWithoutEvents = true;
                    refuse(member, fault);
                })
                .onFailure()
                .recoverWithItem(other -> {
                    if (DatabaseFaults.isFaultOfOneMember(other) && !DatabaseFaults.isRefusal(other)) {
                        // Accepted or claimed meanwhile: the next commit of this result finds it.
                        refuse(member, fault);
                    } else {
                        failWithoutEvents(member, other);
                    }
                    return null;
                });
    }

    private void refuse(PendingCommit member, Throwable fault) {
        suspects.add(member);
        member.waiting().complete(new EventsRefused(fault.getMessage()));
    }

    private void failWithoutEvents(PendingCommit member, Throwable fault) {
        if (!DatabaseFaults.isOfContent(fault)) {
            failuresWithoutEvents++;
            ofAll = fault;
        }
        member.waiting().fail(fault);
    }
}
