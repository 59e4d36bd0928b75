package systems.tasker.events.bus;

import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.subscriber.GapReason;
import systems.tasker.events.subscriber.Overflow;
import systems.tasker.events.subscriber.Subscription;

/**
 * A bounded queue in front of one subscriber, emptied by as many {@link MailboxWorker}s as its concurrency; by default one, in order.
 *
 * <p>Delivery is thread-safe and never blocks. A worker is scheduled only while there are events.
 */
final class Mailbox {

    private final Subscription subscription;
    private final Queue<DomainEvent> waiting;
    private final boolean dropsOldest;
    private final MailboxWorker[] workers;

    Mailbox(Subscription subscription, Executor executor) {
        var settings = subscription.settings();
        this.subscription = subscription;
        this.waiting = new ArrayBlockingQueue<>(settings.queueSize());
        this.dropsOldest = settings.overflow() == Overflow.DROP_OLDEST;
        this.workers = IntStream.range(0, settings.concurrency())
                .mapToObj(number -> new MailboxWorker(this, subscription, executor))
                .toArray(MailboxWorker[]::new);
    }

    /** Puts an event in the queue or, when it is full or the subscriber is paused, counts one as lost. */
    void deliver(DomainEvent event) {
        subscription.countReceived();
        if (subscription.isPaused()) {
            subscription.countLost(GapReason.PAUSED, event.eventName());
            return;
        }
        if (!waiting.offer(event)) {
            overflow(event);
        }
        scheduleWorker();
    }

    private void overflow(DomainEvent event) {
        if (dropsOldest) {
            var oldest = waiting.poll();
            if (oldest != null) {
                subscription.countLost(GapReason.LAGGED, oldest.eventName());
            }
            // Delivery is concurrent: when another event took the slot, this one is dropped.
            if (waiting.offer(event)) {
                return;
            }
        }
        subscription.countLost(GapReason.LAGGED, event.eventName());
    }

    /** The next event for a worker, or null; events that wait for a paused subscriber are dropped. */
    DomainEvent next() {
        var event = waiting.poll();
        while (event != null && subscription.isPaused()) {
            subscription.countLost(GapReason.PAUSED, event.eventName());
            event = waiting.poll();
        }
        return event;
    }

    boolean hasWork() {
        return !waiting.isEmpty() || subscription.hasUnreported();
    }

    /** Schedules an idle worker. */
    void scheduleWorker() {
        for (var worker : workers) {
            if (worker.start()) {
                return;
            }
        }
    }

    /**
     * Ends calls that timed out and closes gaps; called periodically by one thread.
     *
     * @param nanos the time, as of {@link System#nanoTime}
     */
    void poll(long nanos) {
        for (var worker : workers) {
            worker.poll(nanos);
        }
        if (subscription.closeGaps()) {
            scheduleWorker();
        }
    }

    boolean isIdle() {
        for (var worker : workers) {
            if (!worker.isFree()) {
                return false;
            }
        }
        return waiting.isEmpty();
    }

    /** Drops the events that still wait: the service stops. */
    void dropWaiting() {
        for (var event = waiting.poll(); event != null; event = waiting.poll()) {
            subscription.countLost(GapReason.SHUTDOWN, event.eventName());
        }
        subscription.closeAllGaps();
    }
}
