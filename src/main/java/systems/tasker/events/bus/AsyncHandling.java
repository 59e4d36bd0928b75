package systems.tasker.events.bus;

import java.util.concurrent.atomic.AtomicReference;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniSubscriber;
import io.smallrye.mutiny.subscription.UniSubscription;

import systems.tasker.events.event.DomainEvent;

/** The end of an asynchronous handling: it comes while somebody still holds the thread, or later, when {@code resume} gets one. */
final class AsyncHandling implements UniSubscriber<Void> {

    private enum Progress {
        /** The thread that started it is still here. */
        STARTING,
        /** No thread is. */
        WAITING,
        /** It is over, one way or the other. */
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

    /** Subscribes; true when the end is still to come, and with it {@code resume}. */
    boolean goesOnWithoutThread(Uni<Void> end) {
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

    /** Its time is up. */
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
