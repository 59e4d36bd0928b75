package systems.tasker.events.postgres.ledger;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.opentelemetry.api.trace.SpanContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;

import systems.tasker.events.postgres.pgmq.DatabaseGuard;
import systems.tasker.events.postgres.pgmq.MessageSequences;
import systems.tasker.events.publication.store.CommitVerdict;
import systems.tasker.events.publication.store.DurableEvent;
import systems.tasker.events.publication.store.PublicationReceipt;
import systems.tasker.events.publication.store.ResultCommit;
import systems.tasker.events.publication.store.ResultLedger;
import systems.tasker.events.publication.store.ResultLedger.AcceptedResult;
import systems.tasker.events.publication.store.StoreUnavailableException;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingInt;

/** The ledger in PostgreSQL: a row per accepted result, in the transaction that sends its messages. */
final class PgmqLedger implements ResultLedger {

    // Results that share a commit: beyond some hundred, a statement gains nothing and holds its locks for longer.
    private static final int MAX_RESULTS = 200;
    // Characters of JSON that share a commit: bounds what one statement costs the database.
    private static final long MAX_SIZE = 4 << 20;
    // A slow commit delays the results of the next one by no more than the time until the second starts. Waiting
    // results share a commit,
    // so that more lanes would only make more and smaller commits.
    private static final int MAX_CONCURRENT_COMMITS = 2;

    private static final CommitQueue.Timer TIMER = new CommitQueue.Timer() {

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void after(Duration delay, Runnable action) {
            // In whole milliseconds: the scheduler rejects less than one.
            Infrastructure.getDefaultWorkerPool().schedule(action, delay.toMillis() + 1, TimeUnit.MILLISECONDS);
        }

        @Override
        public void afterTasks(Runnable action) {
            var context = Vertx.currentContext();
            if (context == null) {
                action.run();
            } else {
                context.runOnContext(tasksDone -> action.run());
            }
        }
    };

    private final Pool pool;
    private final CommitQueue commits;
    // A lane of its own, so that one result that takes seconds delays no other.
    private final CommitQueue largeCommits;
    private final Duration timeout;
    private final AcceptedResults accepted;
    private final MessageSequences sequences;
    private final DatabaseGuard database;
    private final ConsumerWakeUp wakeUp;
    private final CommitListener listener;

    PgmqLedger(Pool pool, LedgerConfig config, ConsumerWakeUp wakeUp, CommitListener listener) {
        this(pool, config.timeout(), CommitSettings.of(config), MAX_CONCURRENT_COMMITS, wakeUp, listener);
    }

    PgmqLedger(
            Pool pool,
            Duration timeout,
            CommitSettings settings,
            int maxConcurrentCommits,
            ConsumerWakeUp wakeUp,
            CommitListener listener) {
        this.pool = pool;
        this.timeout = timeout;
        this.accepted = new AcceptedResults(pool, settings.synchronousCommit());
        this.sequences = new MessageSequences(pool);
        var groupCommit = new GroupCommit(pool, accepted, wakeUp, listener, settings);
        this.commits = new CommitQueue(groupCommit::commit, maxConcurrentCommits, MAX_RESULTS, MAX_SIZE, TIMER);
        this.largeCommits = new CommitQueue(groupCommit::commit, 1, 1, MAX_SIZE, TIMER);
        this.database = new DatabaseGuard(timeout, StoreUnavailableException::new);
        this.wakeUp = wakeUp;
        this.listener = listener;
    }

    /** The number of commits that wait for a lane. */
    int waiting() {
        return commits.waiting() + largeCommits.waiting();
    }

    @Override
    public Uni<CommitVerdict> commit(ResultCommit commit) {
        return database.guard(Uni.createFrom().deferred(() -> submit(commit)), timeout(commit.size()))
                .onItemOrFailure()
                .invoke(listener::ended);
    }

    /** As many times the timeout as the messages have parts, and once more for the large commit before it. */
    private Duration timeout(long size) {
        return size > LargeCommit.THRESHOLD ? timeout.multipliedBy(2 + size / LargeCommit.THRESHOLD) : timeout;
    }

    /** Withdrawn when its caller's timeout has passed; a database that hangs would otherwise fill the memory with commits. */
    private Uni<CommitVerdict> submit(ResultCommit commit) {
        var submitted = new AtomicReference<PendingCommit>();
        return Uni.createFrom()
                .<CommitVerdict>emitter(waiting -> {
                    submitted.set(new PendingCommit(commit, waiting));
                    lane(submitted.get()).add(submitted.get());
                })
                .onCancellation()
                .invoke(() -> lane(submitted.get()).withdraw(submitted.get()));
    }

    private CommitQueue lane(PendingCommit pending) {
        return pending.isLarge() ? largeCommits : commits;
    }

    @Override
    public Uni<Void> send(List<DurableEvent> events, long size, SpanContext trace) {
        var counts = events.stream()
                .flatMap(event -> event.destinations().stream())
                .collect(groupingBy(Function.identity(), summingInt(queue -> 1)));
        var send = sent(events, size, trace)
                .onFailure(MessageSequences::isBehind)
                .recoverWithUni(fault -> sequences
                        .repair(fault)
                        .chain(done -> done
                                ? sent(events, size, trace)
                                : Uni.createFrom().failure(fault)));
        return database.guardUnlessQueueRefuses(send, timeout(size))
                .invoke(() -> {
                    wakeUp.wake(counts.keySet());
                    listener.sent(counts);
                })
                .replaceWithVoid();
    }

    /** What fits into one statement needs no transaction around it. */
    private Uni<List<Long>> sent(List<DurableEvent> events, long size, SpanContext trace) {
        return size > LargeCommit.THRESHOLD
                ? pool.withTransaction(connection -> LargeCommit.send(connection, messages(events, trace)))
                : LargeCommit.send(pool, messages(events, trace));
    }

    @Override
    public Uni<List<DurableEvent>> refused(List<DurableEvent> events) {
        return Multi.createFrom()
                .iterable(events)
                .onItem()
                .transformToUniAndConcatenate(event ->
                        database.guardUnlessQueueRefuses(isRefused(event)).map(isRefused -> isRefused ? event : null))
                .collect()
                .asList();
    }

    private Uni<Boolean> isRefused(DurableEvent event) {
        return pool.withConnection(connection -> connection
                .begin()
                .chain(transaction -> LargeCommit.send(connection, messages(List.of(event), SpanContext.getInvalid()))
                        .replaceWith(false)
                        .onFailure(DatabaseFaults::isRefusal)
                        .recoverWithItem(true)
                        // A transaction that has failed is rolled back already.
                        .call(() -> transaction.rollback().onFailure().recoverWithNull())));
    }

    private static Iterator<QueuedMessage> messages(List<DurableEvent> events, SpanContext trace) {
        return events.stream()
                .flatMap(event -> QueuedMessage.of(event, trace).stream())
                .iterator();
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
