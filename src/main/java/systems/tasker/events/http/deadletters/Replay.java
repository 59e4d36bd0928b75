package systems.tasker.events.http.deadletters;

import java.time.Clock;
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
import systems.tasker.events.publication.StoreUnavailableException;
import systems.tasker.events.queue.QueueName;

/** Starts replays, and logs how they ended. */
@Singleton
class Replay {

    private final Pool pool;
    private final MessageTransfer moves;
    private final Clock clock;
    private final DeadLettersConfig config;
    private final DatabaseGuard database;

    Replay(Pool pool, MessageTransfer moves, Clock clock, DeadLettersConfig config) {
        this.pool = pool;
        this.moves = moves;
        this.clock = clock;
        this.config = config;
        this.database = new DatabaseGuard(config.timeout(), StoreUnavailableException::new);
    }

    /** Sends what is asked for. Fails with {@link InvalidInputException} when there is no such namespace or queue. */
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
        var limits = config.resend();
        var replayedAt = clock.instant().toString();
        var run = new ReplayRun(
                new ReplayArchive(pool, database, source, request.selection(), limits.scanSize()),
                request,
                new ResendBudget(clock, limits, request.limit(), 0),
                ids -> database.guard(moves.copy(source, ids, target, ReplayArchive.REPLAYED_AT, replayedAt)));
        return run.toTheEnd().onItemOrFailure().invoke((answer, fault) -> {
            if (!request.dryRun()) {
                AuditLog.log(caller, "Replay", target, request.said(), run.replayed(), fault);
            }
        });
    }
}
