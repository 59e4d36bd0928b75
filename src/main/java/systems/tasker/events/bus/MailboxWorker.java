package systems.tasker.events.bus;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.subscriber.AsyncSubscriber;
import systems.tasker.events.subscriber.BaseSubscriber;
import systems.tasker.events.subscriber.Gap;
import systems.tasker.events.subscriber.Subscription;

/** Dispatches the events of a mailbox to its subscriber, one after the other; occupies a thread only while there are events. */
final class MailboxWorker implements Runnable {

    private static final Logger LOG = Logger.getLogger(MailboxWorker.class);
    // Events before it yields its thread, so that few threads serve many subscribers fairly.
    private static final int TURN = 64;

    private final Mailbox mailbox;
    private final Subscription subscription;
    private final BaseSubscriber subscriber;
    private final AsyncSubscriber async;
    private final Executor workers;
    private final Deadline deadline;
    private final AtomicBoolean busy = new AtomicBoolean();
    // An event whose handling goes on without a thread.
    private AsyncHandling asyncHandling;

    MailboxWorker(Mailbox mailbox, Subscription subscription, Executor workers) {
        this.mailbox = mailbox;
        this.subscription = subscription;
        this.subscriber = subscription.subscriber();
        this.async = subscriber instanceof AsyncSubscriber waits ? waits : null;
        this.workers = workers;
        this.deadline = new Deadline(subscription.settings().timeLimit());
    }

    /** Schedules itself; false when it is scheduled already. */
    boolean start() {
        if (busy.get() || !busy.compareAndSet(false, true)) {
            return false;
        }
        workers.execute(this);
        return true;
    }

    boolean isFree() {
        return !busy.get();
    }

    void poll(long nanos) {
        deadline.poll(nanos);
    }

    @Override
    public void run() {
        var thread = Thread.currentThread();
        Runnable interrupt = thread::interrupt;
        if (asyncHandling != null) {
            var ended = asyncHandling;
            asyncHandling = null;
            finish(ended, interrupt);
        }
        for (var gap = subscription.takeUnreported(); gap != null; gap = subscription.takeUnreported()) {
            notifySubscriber(gap);
        }
        for (int handled = 0; handled < TURN; handled++) {
            var event = mailbox.next();
            if (event == null) {
                break;
            }
            if (async == null) {
                handle(event, interrupt);
            } else if (!handleAsync(event, thread, interrupt)) {
                return;
            }
        }
        busy.set(false);
        // An event enqueued since the last poll found this worker still busy.
        if (mailbox.hasWork()) {
            mailbox.scheduleWorker();
        }
    }

    private void handle(DomainEvent event, Runnable interrupt) {
        Throwable error = null;
        var isWanted = false;
        deadline.enter(interrupt);
        try {
            isWanted = subscriber.isActive() && subscriber.beforeHandle(event);
            if (isWanted) {
                subscriber.handle(event);
                subscriber.afterHandle(event);
            }
        } catch (Throwable thrown) {
            // An Error of a subscriber must not end the worker, or the events behind this one would never be handled.
            error = thrown;
        }
        settle(event, isWanted, leave(error));
    }

    /** Starts to handle an event; false when it goes on without a thread, and {@link #run} is called again at its end. */
    private boolean handleAsync(DomainEvent event, Thread thread, Runnable interrupt) {
        Throwable error = null;
        Uni<Void> end = null;
        var isWanted = false;
        deadline.enter(interrupt);
        try {
            isWanted = subscriber.isActive() && subscriber.beforeHandle(event);
            end = isWanted ? async.handleAsync(event) : null;
        } catch (Throwable thrown) {
            error = thrown;
        }
        error = leave(error);
        if (error != null || !isWanted) {
            settle(event, isWanted, error);
            return true;
        }
        var started = new AsyncHandling(event, thread, () -> workers.execute(this));
        // Set before it can end: from then on another thread may run this worker.
        asyncHandling = started;
        deadline.enter(started::expire);
        if (started.continuesAsync(end == null ? Uni.createFrom().voidItem() : end)) {
            return false;
        }
        asyncHandling = null;
        finish(started, interrupt);
        return true;
    }

    private void finish(AsyncHandling ended, Runnable interrupt) {
        var error = leave(ended.failure());
        if (error == null) {
            deadline.enter(interrupt);
            try {
                subscriber.afterHandle(ended.event());
            } catch (Throwable thrown) {
                error = thrown;
            }
            error = leave(error);
        }
        settle(ended.event(), true, error);
    }

    /** Ends a call; gives what went wrong with it, if anything. */
    private Throwable leave(Throwable error) {
        if (deadline.leave()) {
            return error;
        }
        // The interrupt was for that call; where the call did not notice, it must not reach the next one.
        Thread.interrupted();
        var overrun = new TimeoutException(subscription.name() + " took longer than "
                + subscription.settings().timeLimit());
        overrun.initCause(error);
        return overrun;
    }

    private void settle(DomainEvent event, boolean isWanted, Throwable error) {
        if (error != null) {
            subscription.countFailed(event.eventId(), error);
            notifySubscriber(event, error);
        } else if (isWanted) {
            subscription.countHandled(event.eventId());
        } else {
            subscription.countSkipped(event.eventId());
        }
    }

    private void notifySubscriber(DomainEvent event, Throwable error) {
        guarded("onHandleError", () -> subscriber.onHandleError(event, error));
    }

    private void notifySubscriber(Gap gap) {
        guarded("onGap", () -> subscriber.onGap(gap));
    }

    private void guarded(String hook, Runnable call) {
        Throwable error = null;
        deadline.enter(Thread.currentThread()::interrupt);
        try {
            call.run();
        } catch (Throwable thrown) {
            error = thrown;
        }
        error = leave(error);
        if (error != null) {
            LOG.warnf("%s failed: subscriber=%s error=%s", hook, subscription.name(), error);
        }
    }
}
