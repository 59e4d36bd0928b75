package systems.tasker.events.http.deadletters;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import systems.tasker.events.http.deadletters.MessageTransfer.Return;
import systems.tasker.events.http.deadletters.RedriveTable.Letter;
import systems.tasker.events.http.deadletters.Redriven.NotRedriven;

/**
 * One redrive under way: dead letters go back to the queues they came from, the oldest first.
 *
 * <pre>
 *     how many, up to which id ─▶ the next few ─▶ has its queue? does nobody have it? ──no──▶ not_redriven
 *                                     ▲                         │ yes
 *                                     └────── pause ◀── move, in one statement      until the end, the limit or the time limit
 * </pre>
 *
 * <p>What fails again at once comes back with a higher id than there was at the beginning, so no call meets it twice.
 */
final class RedriveRun {

    private final RedriveTable table;
    private final RedriveRequest request;
    private final ResendBudget allowance;
    private final Mover mover;
    private final int maxListed;
    private final List<NotRedriven> stay = new ArrayList<>();
    private final Set<Long> missing;
    private long matched;
    private long upToId;
    private long afterId;
    private long redriven;

    /** Sends dead letters back. */
    @FunctionalInterface
    interface Mover {

        /** Says how many went. */
        Uni<Long> move(List<Return> letters);
    }

    RedriveRun(RedriveTable table, RedriveRequest request, ResendBudget allowance, Mover mover, int maxListed) {
        this.table = table;
        this.request = request;
        this.allowance = allowance;
        this.mover = mover;
        this.maxListed = maxListed;
        this.missing = new HashSet<>(request.ids());
    }

    /** How many went back so far. */
    long redriven() {
        return redriven;
    }

    Uni<Redriven> toTheEnd() {
        return table.extent(Long.MAX_VALUE)
                .invoke(extent -> {
                    matched = extent.count();
                    upToId = extent.lastId();
                })
                .chain(() -> Multi.createBy()
                        .repeating()
                        .uni(this::batch)
                        .whilst(more -> more)
                        .collect()
                        .last())
                .chain(() -> table.extent(upToId))
                .map(left -> new Redriven(matched, redriven, left.count(), stay, request.dryRun()));
    }

    private Uni<Boolean> batch() {
        return pause(allowance.pause())
                .chain(() -> table.next(afterId, upToId, allowance.batch()))
                .chain(letters -> {
                    if (letters.isEmpty()) {
                        missing.stream().sorted().forEach(id -> stays(id, "There is no such message in this queue"));
                        return Uni.createFrom().item(false);
                    }
                    return move(letters.stream().filter(this::canReturn).toList())
                            .map(count -> {
                                allowance.use(count);
                                // Only now: a batch that failed has not been dealt with.
                                afterId = letters.get(letters.size() - 1).msgId();
                                return !allowance.isUsedUp();
                            });
                });
    }

    private static Uni<Void> pause(Duration pause) {
        var now = Uni.createFrom().voidItem();
        return pause.isZero() ? now : now.onItem().delayIt().by(pause);
    }

    private boolean canReturn(Letter letter) {
        missing.remove(letter.msgId());
        if (!letter.hasOrigin()) {
            stays(letter.msgId(), "Queue " + letter.origin() + ", where it came from, does not exist");
        } else if (letter.hiddenUntil() != null) {
            stays(letter.msgId(), "A consumer has it until " + letter.hiddenUntil());
        }
        return letter.hasOrigin() && letter.hiddenUntil() == null;
    }

    private void stays(long id, String detail) {
        if (stay.size() < maxListed) {
            stay.add(new NotRedriven(id, detail));
        }
    }

    private Uni<Long> move(List<Letter> letters) {
        if (letters.isEmpty() || request.dryRun()) {
            return Uni.createFrom().item((long) letters.size());
        }
        var returns = letters.stream()
                .map(letter -> new Return(letter.msgId(), letter.origin()))
                .toList();
        return mover.move(returns).invoke(count -> redriven += count);
    }
}
