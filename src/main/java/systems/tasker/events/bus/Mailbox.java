package systems.tasker.events.bus;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.subscriber.GapReason;
import systems.tasker.events.subscriber.Overflow;
import systems.tasker.events.subscriber.Subscription;

/**
 * A queue in front of one subscriber, bounded by number and heap, emptied by as many {@link MailboxWorker}s as its concurrency; by
 * default one, in order.
 *
 * <p>Delivery is thread-safe and never blocks. A worker is scheduled only while there are events.
 */
final class Mailbox {

    private final Subscription subscription;
    // Without a lock, which delivery and worker would contend for at every event.
    private final Queue<Delivery> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final int queueSize;
    private final LongSupplier maxHeapBytes;
    // Of the large events that wait; the few that are being handled need no limit.
    private final AtomicLong heapBytes = new AtomicLong();
    private final boolean dropsOldest;
    private final MailboxWorker[] workers;

    /**
     * An event on its way to subscribers.
     *
     * @param memory bytes of heap that it retains, about; 0 where their number is limit enough
     */
    record Delivery(DomainEvent event, long memory) {}

    /** @param maxHeapBytes that its large events may retain while they wait; a single one may be of any size */
    Mailbox(Subscription subscription, Executor executor, LongSupplier maxHeapBytes) {
        var settings = subscription.settings();
        this.subscription = subscription;
        this.queueSize = settings.queueSize();
        this.maxHeapBytes = maxHeapBytes;
        this.dropsOldest = settings.overflow() == Overflow.DROP_OLDEST;
        this.workers = IntStream.range(0, settings.concurrency())
                .mapToObj(number -> new MailboxWorker(this, subscription, executor))
                .toArray(MailboxWorker[]::new);
    }

    /**
     * Puts an event in the queue or, when it is full or the subscriber is paused, counts one as lost.
     *
     * @param added shared with other mailboxes
     */
    void deliver(Delivery added) {
        subscription.countReceived();
        if (subscription.isPaused()) {
            subscription.countLost(GapReason.PAUSED, added.event().eventName());
            return;
        }
        if (!offer(added)) {
            overflow(added);
        }
        scheduleWorker();
    }

    private boolean offer(Delivery added) {
        if (reserve(added)) {
            waiting.add(added);
            return true;
        }
        release(added);
        return false;
    }

    /** A large event may cost several old ones. */
    private void overflow(Delivery added) {
        if (dropsOldest) {
            Delivery oldest;
            do {
                oldest = waiting.poll();
                if (oldest != null) {
                    lose(oldest, GapReason.LAGGED);
                }
                // Delivery is concurrent: when another event took what became free, the next one is dropped as well.
                if (offer(added)) {
                    return;
                }
            } while (oldest != null);
        }
        subscription.countLost(GapReason.LAGGED, added.event().eventName());
    }

    private void lose(Delivery lost, GapReason reason) {
        subscription.countLost(reason, lost.event().eventName());
        release(lost);
    }

    private boolean reserve(Delivery added) {
        var isWithin = size.incrementAndGet() <= queueSize;
        if (added.memory() == 0) {
            return isWithin;
        }
        var used = heapBytes.addAndGet(added.memory());
        return isWithin && (used <= maxHeapBytes.getAsLong() || used == added.memory());
    }

    private void release(Delivery ended) {
        size.decrementAndGet();
        if (ended.memory() > 0) {
            heapBytes.addAndGet(-ended.memory());
        }
    }

    /** The next event for a worker, or null; events that wait for a paused subscriber are dropped. */
    DomainEvent next() {
        var next = waiting.poll();
        while (next != null && subscription.isPaused()) {
            lose(next, GapReason.PAUSED);
            next = waiting.poll();
        }
        if (next == null) {
            return null;
        }
        release(next);
        return next.event();
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
        for (var left = waiting.poll(); left != null; left = waiting.poll()) {
            lose(left, GapReason.SHUTDOWN);
        }
        subscription.closeAllGaps();
    }
}
