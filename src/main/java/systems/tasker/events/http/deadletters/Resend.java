package systems.tasker.events.http.deadletters;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

import systems.tasker.events.http.Caller;
import systems.tasker.events.json.InputProblem;
import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.postgres.pgmq.DatabaseGuard;
import systems.tasker.events.postgres.pgmq.QueueTable;
import systems.tasker.events.postgres.pgmq.QueueTables;
import systems.tasker.events.postgres.pgmq.QueuesConfig;
import systems.tasker.events.postgres.retention.ArchiveRetention;
import systems.tasker.events.publication.store.StoreUnavailableException;
import systems.tasker.events.queue.QueueName;

/** Sends messages again, dead letters (redrive) and archived events (replay), or discards dead letters, and logs who did it. */
@Singleton
class Resend {

    private final Pool pool;
    private final MessageTransfer transfer;
    private final Clock clock;
    private final ResendLimits limits;
    private final ArchiveRetention retention;
    private final DatabaseGuard database;

    Resend(
            Pool pool,
            MessageTransfer transfer,
            Clock clock,
            QueuesConfig config,
            ResendLimits limits,
            ArchiveRetention retention) {
        this.pool = pool;
        this.transfer = transfer;
        this.clock = clock;
        this.limits = limits;
        this.retention = retention;
        this.database = new DatabaseGuard(config.timeout(), StoreUnavailableException::new);
    }

    /** Moves the dead letters that match a request to the queues they came from. */
    Uni<Redriven> redrive(QueueTable queue, RedriveRequest request, Caller caller) {
        var selected = new SelectedLetters(pool, database, queue, request.selection());
        var letters = new DeadLetterSource(
                pool, database, transfer, queue, request, selected, DeadLetterResource.MAX_PAGE_SIZE);
        // A dry run sends nothing, so there is no consumer to protect with a rate.
        var rate = request.dryRun() ? 0 : request.rate();
        var budget = budget(request.limit(), rate);
        var run = new ResendRun<>(letters, budget, 0, request.dryRun());
        return selected.count()
                .chain(matched -> run.sendAll()
                        .chain(selected::remaining)
                        .map(remaining ->
                                new Redriven(matched, run.sent(), remaining, letters.notRedriven(), request.dryRun())))
                .onItemOrFailure()
                .invoke((answer, fault) -> run.log(caller, "Redrive", queue.queue(), request.said(), fault));
    }

    /** Moves the dead letters that match a request to the archive of their queue. */
    Uni<Discarded> discard(QueueTable queue, RedriveRequest request, Caller caller) {
        var selected = new SelectedLetters(pool, database, queue, request.selection());
        var letters = new DiscardSource(pool, database, queue, request.selection(), selected);
        var budget = budget(request.limit(), request.dryRun() ? 0 : request.rate());
        var run = new ResendRun<>(letters, budget, 0, request.dryRun());
        return selected.count()
                .chain(matched -> run.sendAll()
                        .chain(selected::remaining)
                        .map(remaining -> new Discarded(matched, run.sent(), remaining, request.dryRun())))
                .onItemOrFailure()
                .invoke((answer, fault) -> run.log(caller, "Discard", queue.queue(), request.said(), fault));
    }

    /**
     * Sends copies of the archived events that match a request. Fails with {@link InvalidInputException} when there is no such namespace
     * or queue.
     */
    Uni<Replayed> replay(ReplayRequest request, Caller caller) {
        var tables = new QueueTables(pool);
        return database.guard(tables.find(QueueName.ofEvents(request.namespace())))
                .chain(source -> database.guard(tables.find(request.queue()))
                        .chain(target -> replay(request, caller, source, target)));
    }

    private Uni<Replayed> replay(
            ReplayRequest request, Caller caller, Optional<QueueTable> source, Optional<QueueTable> target) {
        var problems = new ArrayList<InputProblem>();
        if (source.isEmpty()) {
            problems.add(InputProblem.invalid("/namespace", "has no queue of events"));
        }
        if (target.isEmpty()) {
            problems.add(InputProblem.invalid("/queue", "does not exist"));
        }
        if (!problems.isEmpty()) {
            return Uni.createFrom().failure(new InvalidInputException(problems));
        }
        return replay(request, caller, source.get(), target.get().queue());
    }

    private Uni<Replayed> replay(ReplayRequest request, Caller caller, QueueTable source, String target) {
        var replayedAt = clock.instant().toString();
        var kept = retention.of(source.queue()).map(Duration::toString).orElse(null);
        var archive =
                new ArchiveSource(pool, database, transfer, source, target, request, limits.scanSize(), replayedAt);
        var budget = budget(request.limit(), 0);
        var run = new ResendRun<>(archive, budget, request.after(), request.dryRun());
        return run.sendAll()
                .map(ended -> new Replayed(
                        archive.matched(),
                        run.sent(),
                        archive.matched() - run.sent(),
                        run.next(),
                        request.dryRun(),
                        kept))
                .onItemOrFailure()
                .invoke((answer, fault) -> run.log(caller, "Replay", target, request.said(), fault));
    }

    private ResendBudget budget(int messages, int rate) {
        return new ResendBudget(System::nanoTime, limits.timeout(), limits.batchSize(), messages, rate);
    }
}
