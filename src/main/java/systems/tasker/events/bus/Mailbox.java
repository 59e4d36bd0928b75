package systems.tasker.events.bus;

import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jboss.logging.Logger;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.subscriber.BaseSubscriber;
import systems.tasker.events.subscriber.Subscription;

/**
 * A bounded queue in front of one subscriber, emptied by one worker at a time, in order.
 *
 * <p>Safe to deliver to from any thread; never waits. A worker is borrowed only while there are events.
 */
final class Mailbox {

    private static final Logger LOG = Logger.getLogger(Mailbox.class);
    // A worker goes back to the end of its executor's line after as many, so that few workers serve many subscribers
    // fairly.
    private static final int TURN = 64;

    private final Subscription subscription;
    private final BaseSubscriber subscriber;
    private final Queue<DomainEvent> waiting;
    private final Executor workers;
    private final AtomicBoolean working = new AtomicBoolean();
    private final AtomicBoolean lagging = new AtomicBoolean();

    Mailbox(Subscription subscription, int queueSize, Executor workers) {
        this.subscription = subscription;
        this.subscriber = subscription.subscriber();
        this.waiting = new ArrayBlockingQueue<>(queueSize);
        this.workers = workers;
    }

    /** Puts an event in the queue or, when it is full, counts it as lost. */
    void deliver(DomainEvent event) {
        subscription.countReceived();
        if (waiting.offer(event)) {
            lagging.setPlain(false);
            borrowWorker();
        } else {
            subscription.countLagged();
            if (lagging.compareAndSet(false, true)) {
                LOG.warnf("Subscriber lags, its newest events are lost: subscriber=%s", subscription.name());
            }
        }
    }

    boolean isIdle() {
        return waiting.isEmpty() && !working.get();
    }

    private void borrowWorker() {
        if (working.compareAndSet(false, true)) {
            workers.execute(this::work);
        }
    }

    private void work() {
        for (int handled = 0; handled < TURN; handled++) {
            var event = waiting.poll();
            if (event == null) {
                break;
            }
            handle(event);
        }
        working.set(false);
        // An event that came between the last poll and this line found the worker still busy.
        if (!waiting.isEmpty()) {
            borrowWorker();
        }
    }

    private void handle(DomainEvent event) {
        try {
            if (!subscriber.isActive() || !subscriber.beforeHandle(event)) {
                subscription.countSkipped();
                return;
            }
            subscriber.handle(event);
            subscriber.afterHandle(event);
            subscription.countHandled();
        } catch (Throwable thrown) {
            // An Error of somebody else's bean must not end its worker, or the events behind this one would wait for
            // ever.
            subscription.countFailed();
            tell(event, thrown);
        }
    }

    private void tell(DomainEvent event, Throwable thrown) {
        try {
            subscriber.onHandleError(event, thrown);
        } catch (Throwable twice) {
            LOG.warnf("onHandleError failed: subscriber=%s error=%s", subscription.name(), twice);
        }
    }
}
