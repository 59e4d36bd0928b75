package systems.tasker.events.postgres.ledger;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

import io.opentelemetry.api.trace.SpanContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

import systems.tasker.events.postgres.pgmq.DatabaseGuard;
import systems.tasker.events.postgres.pgmq.MessageSequences;
import systems.tasker.events.postgres.pgmq.PgmqClient;
import systems.tasker.events.publication.CommitVerdict;
import systems.tasker.events.publication.DurableEvent;
import systems.tasker.events.publication.PublicationReceipt;
import systems.tasker.events.publication.ResultCommit;
import systems.tasker.events.publication.ResultLedger;
import systems.tasker.events.publication.ResultLedger.AcceptedResult;
import systems.tasker.events.publication.StoreUnavailableException;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

/** The ledger in PostgreSQL: a row per accepted result, in the transaction that sends its messages. */
final class PgmqLedger implements ResultLedger {

    // Results that share a commit: beyond some hundred, a statement gains nothing and holds its locks for longer.
    private static final int MAX_RESULTS = 200;
    // Characters of JSON that share a commit: bounds what one statement costs the database.
    private static final long MAX_SIZE = 4 << 20;

    private final CommitQueue commits;
    private final AcceptedResults accepted;
    private final PgmqClient queues;
    private final MessageSequences sequences;
    private final DatabaseGuard database;
    private final ConsumerWakeUp wakeUp;
    private final CommitListener listener;

    PgmqLedger(Pool pool, LedgerConfig config, ConsumerWakeUp wakeUp, CommitListener listener) {
        this.accepted = new AcceptedResults(pool);
        this.queues = new PgmqClient(pool);
        this.sequences = new MessageSequences(pool);
        var groupCommit = new GroupCommit(
                pool, accepted, wakeUp, listener, new CommitSettings(config.lockTimeout(), config.synchronousCommit()));
        this.commits = new CommitQueue(groupCommit::commit, config.maxConcurrentCommits(), MAX_RESULTS, MAX_SIZE);
        this.database = new DatabaseGuard(config.timeout(), StoreUnavailableException::new);
        this.wakeUp = wakeUp;
        this.listener = listener;
    }

    /** The number of commits that wait for a lane. */
    int waiting() {
        return commits.waiting();
    }

    @Override
    public Uni<CommitVerdict> commit(ResultCommit commit) {
        return database.guard(Uni.createFrom().deferred(() -> submit(commit)))
                .onItemOrFailure()
                .invoke(listener::ended);
    }

    /** Withdrawn when its caller's timeout has passed; a database that hangs would otherwise fill the memory with commits. */
    private Uni<CommitVerdict> submit(ResultCommit commit) {
        var submitted = new AtomicReference<PendingCommit>();
        return Uni.createFrom()
                .<CommitVerdict>emitter(waiting -> {
                    submitted.set(PendingCommit.of(commit, waiting));
                    commits.add(submitted.get());
                })
                .onCancellation()
                .invoke(() -> commits.withdraw(submitted.get()));
    }

    @Override
    public Uni<Void> send(List<DurableEvent> events, SpanContext trace) {
        var messages = events.stream()
                .flatMap(event -> QueuedMessage.of(event, trace).stream())
                .collect(groupingBy(QueuedMessage::queue, mapping(QueuedMessage::text, toList())));
        var counts = messages.entrySet().stream()
                .collect(toMap(Map.Entry::getKey, queue -> queue.getValue().size()));
        var send = queues.send(messages)
                .onFailure(MessageSequences::isBehind)
                .recoverWithUni(fault -> sequences
                        .repair(fault)
                        .chain(done ->
                                done ? queues.send(messages) : Uni.createFrom().failure(fault)));
        return database.guardUnlessQueueRefuses(send).invoke(() -> {
            wakeUp.wake(counts.keySet());
            listener.sent(counts);
        });
    }

    @Override
    public Uni<Optional<AcceptedResult>> find(UUID stepUuid, String bodyDigest) {
        return database.guard(accepted.find(stepUuid, bodyDigest));
    }

    @Override
    public Uni<List<PublicationReceipt>> receipts(UUID stepUuid) {
        return database.guard(accepted.find(stepUuid)
                .map(results -> results.stream().map(AcceptedResult::receipt).toList()));
    }
}
