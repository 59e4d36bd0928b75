package systems.tasker.events.bus;

import java.util.concurrent.atomic.AtomicReference;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniSubscriber;
import io.smallrye.mutiny.subscription.UniSubscription;

import systems.tasker.events.event.DomainEvent;

/** The end of asynchronous handling: while the starting thread still runs, or later, on a thread that {@code resume} schedules. */
final class AsyncHandling implements UniSubscriber<Void> {

    private enum Progress {
        /** The thread that started it has not returned. */
        STARTING,
        /** The thread that started it has returned. */
        WAITING,
        /** It has ended, successfully or not. */
        ENDED
    }

    private final DomainEvent event;
    private final Thread starter;
    private final Runnable resume;
    private final AtomicReference<Progress> progress = new AtomicReference<>(Progress.STARTING);
    private volatile UniSubscription subscription;
    private volatile Throwable failure;

    AsyncHandling(DomainEvent event, Thread starter, Runnable resume) {
        this.event = event;
        this.starter = starter;
        this.resume = resume;
    }

    /** Subscribes; true when it has not ended yet and {@code resume} will be called. */
    boolean continuesAsync(Uni<Void> end) {
        end.subscribe().withSubscriber(this);
        return progress.compareAndSet(Progress.STARTING, Progress.WAITING);
    }

    DomainEvent event() {
        return event;
    }

    Throwable failure() {
        return failure;
    }

    @Override
    public void onSubscribe(UniSubscription given) {
        subscription = given;
    }

    @Override
    public void onItem(Void nothing) {
        end();
    }

    @Override
    public void onFailure(Throwable thrown) {
        failure = thrown;
        end();
    }

    /** Ends it at its timeout. */
    void expire() {
        if (progress.get() == Progress.STARTING) {
            // It blocks where it should only have started something.
            starter.interrupt();
        }
        end();
        if (subscription != null) {
            subscription.cancel();
        }
    }

    private void end() {
        if (progress.getAndSet(Progress.ENDED) == Progress.WAITING) {
            resume.run();
        }
    }
}
