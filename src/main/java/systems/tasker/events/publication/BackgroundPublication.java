package systems.tasker.events.publication;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jboss.logging.Logger;

import systems.tasker.events.observability.LogThrottle;
import systems.tasker.events.publication.PlannedEvent.Deferred;
import systems.tasker.events.publication.PublicationOutcome.Reason;
import systems.tasker.events.publication.PublicationOutcome.Status;
import systems.tasker.events.publication.store.ResultLedger;
import systems.tasker.events.publication.store.StoreUnavailableException;
import systems.tasker.events.template.EventDeclaration;

/**
 * The mode fire-and-forget: publishes the events of results that were answered already, from a bounded queue, a few results at a time.
 *
 * <pre>
 *     offer ──queue full, by results or by size──▶ dropped(queue_full) ─▶ dispatch
 *       │
 *       ▼
 *     publish: evaluate ─▶ send: the durable events, one transaction ─▶ dispatch
 *                            │ refused ──▶ send again as dead letters, without those that are refused there, too
 *                            │ database unavailable ──▶ failed(store_unavailable)
 * </pre>
 *
 * <p>The queue is in memory: a process that dies loses its events. Thread-safe; blocks no thread.
 */
final class BackgroundPublication {

    private static final Logger LOG = Logger.getLogger(BackgroundPublication.class);

    private final EventEvaluator evaluator;
    private final ResultLedger ledger;
    private final RefusedEvents refusedEvents;
    private final PostCommitDispatcher dispatcher;
    private final int queueSize;
    private final int workers;
    private final long maxWaitingBytes;
    private final HeapBudget payloads;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private final LogThrottle failures = new LogThrottle();
    private long waitingBytes;
    private long droppedInBurst;
    private int working;

    private record Waiting(StepRun run, MessageSizes sizes) {}

    /**
     * Creates the publication.
     *
     * @param maxWaitingBytes of heap of the results that wait, and of their contexts
     * @param payloads takes what custom publishers make
     */
    BackgroundPublication(
            BackgroundLimits limits,
            long maxWaitingBytes,
            HeapBudget payloads,
            EventEvaluator evaluator,
            ResultLedger ledger,
            RefusedEvents refusedEvents,
            PostCommitDispatcher dispatcher) {
        this.evaluator = evaluator;
        this.ledger = ledger;
        this.refusedEvents = refusedEvents;
        this.dispatcher = dispatcher;
        this.queueSize = limits.queueSize();
        this.workers = limits.workers();
        this.maxWaitingBytes = maxWaitingBytes;
        this.payloads = payloads;
    }

    /** The plan that is committed with a result whose events are evaluated later. */
    static List<PlannedEvent> deferred(List<EventDeclaration> declarations) {
        return declarations.stream().<PlannedEvent>map(Deferred::new).toList();
    }

    /**
     * Publishes the declared events of a run later, or drops them when the queue is full.
     *
     * @param sizes of its messages
     */
    void offer(StepRun run, MessageSizes sizes) {
        boolean isFull;
        synchronized (this) {
            var isBusy = working == workers;
            // Of any size when nothing waits.
            var fits = waiting.size() < queueSize
                    && (waiting.isEmpty() || waitingBytes + sizes.memory() <= maxWaitingBytes);
            if (isBusy && fits) {
                waiting.add(new Waiting(run, sizes));
                waitingBytes += sizes.memory();
                return;
            }
            isFull = isBusy;
            if (isFull) {
                countDropped();
            } else {
                working++;
            }
        }
        if (isFull) {
            drop(run, sizes);
        } else {
            work(run, sizes);
        }
    }

    /**
     * Waits until no run is queued or being published.
     *
     * @return the number of runs left when the time is up
     */
    synchronized int drain(Duration timeout) throws InterruptedException {
        var deadline = System.nanoTime() + timeout.toNanos();
        while (working > 0) {
            var left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return waiting.size() + working;
            }
            wait(left);
        }
        return 0;
    }

    private void work(StepRun run, MessageSizes sizes) {
        Uni.createFrom()
                .deferred(() -> publish(run, sizes))
                // Not on the event loop that answers requests; and a long queue must not become a deep stack.
                .runSubscriptionOn(Infrastructure.getDefaultExecutor())
                .onFailure()
                .invoke(failure -> failures.log(results -> LOG.warnf(
                        "Events not published: step_uuid=%s results_since_last_line=%d error=%s",
                        run.result().stepUuid(), results, failure)))
                .onTermination()
                .invoke(this::next)
                .subscribe()
                .with(done -> {}, logged -> {});
    }

    private Uni<Void> publish(StepRun run, MessageSizes sizes) {
        var share = payloads.share();
        return evaluator
                .evaluate(run, run.declarations().orElseThrow(), share)
                .chain(plan -> send(run, sizes, plan))
                .invoke(plan -> dispatcher.dispatch(run, plan, sizes.memory()))
                .onTermination()
                .invoke(share::release)
                .replaceWithVoid();
    }

    private Uni<List<PlannedEvent>> send(StepRun run, MessageSizes sizes, List<PlannedEvent> plan) {
        var durable = PlannedEvent.durable(plan);
        return durable.isEmpty()
                ? Uni.createFrom().item(plan)
                : Uni.createFrom()
                        // What fails before the database is asked is a refusal, too, and counted.
                        .deferred(() -> ledger.send(
                                durable, sizes.of(plan), run.submission().trace()))
                        .replaceWith(plan)
                        .onFailure(refused -> !(refused instanceof StoreUnavailableException))
                        .recoverWithUni(refused -> refusedEvents
                                .replan(plan, String.valueOf(refused.getMessage()))
                                .chain(replanned -> send(run, sizes, replanned)))
                        .onFailure(StoreUnavailableException.class)
                        .recoverWithItem(() -> RefusedEvents.withoutDurable(plan));
    }

    private void next() {
        Waiting next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                working--;
                endBurst();
                notifyAll();
            } else {
                waitingBytes -= next.sizes().memory();
            }
        }
        if (next != null) {
            work(next.run(), next.sizes());
        }
    }

    private void drop(StepRun run, MessageSizes sizes) {
        dispatcher.dispatch(
                run,
                run.declarations().orElseThrow().stream()
                        .<PlannedEvent>map(event -> new PlannedEvent.NotDue(event, Status.DROPPED, Reason.QUEUE_FULL))
                        .toList(),
                sizes.memory());
    }

    private void countDropped() {
        if (droppedInBurst++ == 0) {
            LOG.warnf("Queue of fire-and-forget results is full, events are dropped: queue_size=%d", queueSize);
        }
    }

    private void endBurst() {
        if (droppedInBurst > 0) {
            LOG.warnf("Queue of fire-and-forget results has capacity again: results_dropped=%d", droppedInBurst);
            droppedInBurst = 0;
        }
    }
}
