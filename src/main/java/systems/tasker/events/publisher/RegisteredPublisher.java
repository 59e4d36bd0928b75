package systems.tasker.events.publisher;

import java.util.Optional;
import java.util.concurrent.Callable;

import io.smallrye.mutiny.Uni;

/**
 * A publisher, and the way to call it.
 *
 * @param name its name, as it was at registration
 * @param publisher the bean
 * @param isNonBlocking whether it runs on the caller's thread
 * @param caller runs its calls
 */
public record RegisteredPublisher(String name, BasePublisher publisher, boolean isNonBlocking, Caller caller) {

    /** Runs work that calls a publisher. */
    @FunctionalInterface
    interface Caller {
        <T> Uni<T> call(Callable<T> work);
    }

    /** Whether it is the publisher of events that name none; it never changes what it is given, and logs nothing. */
    public boolean isDefault() {
        return publisher instanceof DefaultPublisher;
    }

    /** The metadata field {@code fired_by} of its events: the publisher or, for the default one, the step's handler. */
    public String firedBy(Optional<String> handler) {
        return isDefault() ? handler.orElse(name()) : name();
    }

    /** The bean's class, as its author knows it. */
    public String className() {
        return publisher.getClass().getName();
    }

    /**
     * Runs work that calls the publisher, where and as long as the publisher may run.
     *
     * @return fails with what the work throws, with a {@link java.util.concurrent.TimeoutException} when its time is up, or with a
     *     {@link java.util.concurrent.RejectedExecutionException} when all the publisher's threads are taken and its queue is full
     */
    public <T> Uni<T> call(Callable<T> work) {
        return caller.call(work);
    }
}
