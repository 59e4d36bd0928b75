package systems.tasker.events.queues;

import java.time.Clock;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

import systems.tasker.events.access.Caller;
import systems.tasker.events.pgmq.QueueTable;

/** Starts redrives, and logs how they ended. */
@Singleton
class Redrive {

    private final Pool pool;
    private final MessageMoves moves;
    private final Clock clock;
    private final QueuesConfig config;
    private final DatabaseGuard database;

    Redrive(Pool pool, MessageMoves moves, Clock clock, QueuesConfig config) {
        this.pool = pool;
        this.moves = moves;
        this.clock = clock;
        this.config = config;
        this.database = new DatabaseGuard(config.timeout());
    }

    Uni<Redriven> redrive(QueueTable queue, RedriveRequest request, Caller caller) {
        // Nobody has to be spared what does not happen.
        var rate = request.dryRun() ? 0 : request.rate();
        var run = new RedriveRun(
                new RedriveTable(pool, database, queue, request.selection()),
                request,
                new Allowance(clock, config.resend(), request.limit(), rate),
                letters -> database.guard(moves.move(queue, letters)),
                config.page().maxSize());
        return run.toTheEnd().onItemOrFailure().invoke((answer, fault) -> {
            if (!request.dryRun()) {
                AuditLog.log(caller, "Redrive", queue.queue(), request.said(), run.redriven(), fault);
            }
        });
    }
}
