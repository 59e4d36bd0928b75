package systems.tasker.events.http.deadletters;

import java.util.List;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/**
 * One replay under way: copies of archived events go to a queue, the oldest first.
 *
 * <pre>
 *     a part of the archive ─▶ its events that are meant ─▶ copy a few, in one statement ─▶ ... until they are sent
 *              ▲                                                                              │
 *              └──────────────────────────────────────────────────────────────────────────────┘ until the end or a limit
 * </pre>
 */
final class ReplayRun {

    private final ReplayArchive archive;
    private final ReplayRequest request;
    private final ResendBudget allowance;
    private final Copier copier;
    private List<Long> waiting = List.of();
    private long afterId;
    private long partEnd;
    private boolean isLastPart;
    private long matched;
    private long replayed;

    /** Sends copies of archived events. */
    @FunctionalInterface
    interface Copier {

        /** Says how many went. */
        Uni<Long> copy(List<Long> ids);
    }

    ReplayRun(ReplayArchive archive, ReplayRequest request, ResendBudget allowance, Copier copier) {
        this.archive = archive;
        this.request = request;
        this.allowance = allowance;
        this.copier = copier;
        this.afterId = request.after();
    }

    /** How many were sent so far. */
    long replayed() {
        return replayed;
    }

    Uni<Replayed> toTheEnd() {
        return Multi.createBy()
                .repeating()
                .uni(this::step)
                .whilst(more -> more)
                .collect()
                .last()
                .map(ended -> new Replayed(
                        matched, replayed, matched - replayed, isAtTheEnd() ? null : afterId, request.dryRun()));
    }

    private Uni<Boolean> step() {
        return (waiting.isEmpty() ? look() : copy()).map(done -> !isAtTheEnd() && !allowance.isUsedUp());
    }

    private Uni<?> look() {
        return archive.after(afterId).invoke(part -> {
            matched += part.matching().size();
            isLastPart = part.isLast();
            partEnd = Math.max(afterId, part.lastId());
            nowWaiting(request.dryRun() ? List.of() : part.matching());
        });
    }

    private Uni<?> copy() {
        var batch = waiting.subList(0, Math.min(waiting.size(), allowance.batch()));
        return copier.copy(batch).invoke(count -> {
            replayed += count;
            allowance.use(count);
            afterId = batch.get(batch.size() - 1);
            nowWaiting(waiting.subList(batch.size(), waiting.size()));
        });
    }

    private void nowWaiting(List<Long> ids) {
        waiting = ids;
        if (ids.isEmpty()) {
            afterId = partEnd;
        }
    }

    private boolean isAtTheEnd() {
        return isLastPart && waiting.isEmpty();
    }
}
