package systems.tasker.events.subscriber;

import io.smallrye.mutiny.Uni;

import systems.tasker.events.event.DomainEvent;

/**
 * A subscriber that works asynchronously, such as one that calls another service; it occupies no thread meanwhile.
 *
 * <p>The contract is that of {@link BaseSubscriber}, with {@link #handleAsync} in place of {@link #handle}: the next event comes when the
 * {@code Uni} has ended, unless {@code concurrency} allows for more at once. {@link #afterHandle} and {@link #onHandleError} follow on a
 * worker thread, not on the one that ended it.
 */
public abstract class AsyncSubscriber extends BaseSubscriber {

    /**
     * Reacts to an event.
     *
     * <p>Once per event, on a worker thread. The {@code Uni} is subscribed to once, on that thread; it may end on any. A failure of it
     * counts as one that is thrown, and null as one that has ended. When the {@code timeout} is over, it is cancelled.
     */
    public abstract Uni<Void> handleAsync(DomainEvent event) throws Exception;

    /** Handles the event and waits for the end, for those who call a subscriber themselves, such as its tests; the service never does. */
    @Override
    public final void handle(DomainEvent event) throws Exception {
        var end = handleAsync(event);
        if (end != null) {
            end.await().indefinitely();
        }
    }
}
