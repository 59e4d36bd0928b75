package systems.tasker.events.http.deadletters;

import java.time.Clock;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

import systems.tasker.events.http.Caller;
import systems.tasker.events.postgres.pgmq.DatabaseGuard;
import systems.tasker.events.postgres.pgmq.QueueTable;
import systems.tasker.events.publication.StoreUnavailableException;

/** Starts redrives, and logs how they ended. */
@Singleton
class Redrive {

    private final Pool pool;
    private final MessageTransfer moves;
    private final Clock clock;
    private final DeadLettersConfig config;
    private final DatabaseGuard database;

    Redrive(Pool pool, MessageTransfer moves, Clock clock, DeadLettersConfig config) {
        this.pool = pool;
        this.moves = moves;
        this.clock = clock;
        this.config = config;
        this.database = new DatabaseGuard(config.timeout(), StoreUnavailableException::new);
    }

    Uni<Redriven> redrive(QueueTable queue, RedriveRequest request, Caller caller) {
        // Nobody has to be spared what does not happen.
        var rate = request.dryRun() ? 0 : request.rate();
        var run = new RedriveRun(
                new RedriveTable(pool, database, queue, request.selection()),
                request,
                new ResendBudget(clock, config.resend(), request.limit(), rate),
                letters -> database.guard(moves.move(queue, letters)),
                config.page().maxSize());
        return run.toTheEnd().onItemOrFailure().invoke((answer, fault) -> {
            if (!request.dryRun()) {
                AuditLog.log(caller, "Redrive", queue.queue(), request.said(), run.redriven(), fault);
            }
        });
    }
}
