package systems.tasker.events.subscriber;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jboss.logging.Logger;

import systems.tasker.events.event.DomainEvent;

/**
 * Reacts to events inside this process: extend it, annotate it with {@link SubscribesTo}, and make it a CDI bean.
 *
 * <p><b>Order.</b> {@link #start} once; then for each event {@link #beforeHandle}, {@link #handle}, {@link #afterHandle}, and
 * {@link #onHandleError} when one of them throws; {@link #stop} once. Events arrive one at a time, those of one step in the order of their
 * declaration, unless the setting {@code concurrency} allows for more at once: then in any order, on several threads.
 *
 * <p><b>Threads.</b> A worker thread, never an event loop: a subscriber may block. It is not always the same one, but what one event's
 * hooks write the next event's hooks see. With {@link io.smallrye.common.annotation.RunOnVirtualThread} on its class, a subscriber runs on
 * virtual threads from Java 21 on; before that on worker threads all the same, which the log says once. To wait without any thread, extend
 * {@link AsyncSubscriber}. Each subscriber has a bounded queue of its own, so a slow one delays no other; when the queue is full, an event
 * is lost for it (the newest one, or with {@code overflow=drop-oldest} the oldest one) and counted as {@code lagged}.
 *
 * <p><b>How often.</b> At most once per event and instance of the service. What is lost is reported as a {@link Gap}: in the statistics, in
 * the log, and to {@link #onGap}; events that a crash interrupts are not reported. Events that must not be missed belong in a durable
 * queue.
 *
 * <p><b>Time and errors.</b> The hooks of one event together have the setting {@code timeout}; then the thread is interrupted and the event
 * has failed with a {@link java.util.concurrent.TimeoutException}, whether or not the call returns. A subscriber that ignores the interrupt
 * keeps its thread, its events wait, and at last they are lost. After {@code pause-after} failures in a row it is paused: the events of the
 * next {@code pause} are lost for it and counted as {@code paused}. The first one after that is its trial; if it fails, too, the next pause
 * begins.
 *
 * <p><b>Must not</b> change the event, which all subscribers share, or do work that the task depends on.
 *
 * <p>The settings are those of {@code tasker.subscribers."<name>"}.
 */
public abstract class BaseSubscriber {

    private volatile boolean active;

    /**
     * How the subscriber is called in statistics, meters and settings; by default its class's simple name, and of an anonymous class
     * such as {@code OrderTest$1}.
     *
     * <p>Asked once, at registration. Unique among all subscribers: otherwise the service does not start, as when it throws or returns a
     * blank.
     */
    public String name() {
        var type = getClass();
        // An anonymous class has no simple name.
        return type.isAnonymousClass()
                ? type.getName().substring(type.getPackageName().length() + 1)
                : type.getSimpleName();
    }

    /**
     * Reacts to an event.
     *
     * <p>Once per event, on a worker thread, after {@link #beforeHandle} on the same thread. Anything it throws is counted as
     * {@code failed} and passed to {@link #onHandleError}; the next event follows, and this one is not delivered again.
     * {@link DomainEvent#payloadAs} gives the payload as a type.
     */
    public abstract void handle(DomainEvent event) throws Exception;

    /**
     * Filters an event before it is handled; false skips it, which is counted as {@code skipped}.
     *
     * <p>Once per event, on the thread and within the timeout of {@link #handle}. When it throws, the event has failed and is not handled.
     */
    public boolean beforeHandle(DomainEvent event) {
        return true;
    }

    /**
     * Called after {@link #handle} returned, on the same thread and within the same timeout; not after one that threw.
     *
     * <p>When it throws, the event has failed, although it was handled.
     */
    public void afterHandle(DomainEvent event) {}

    /**
     * Called once for an event that failed, after the hook that failed has returned.
     *
     * <p>On a worker thread, with a timeout of its own, before the next event; anything it throws itself is logged and ignored. Must not
     * call {@link #handle} again.
     *
     * @param error what another hook threw, or a {@link java.util.concurrent.TimeoutException} for one that took too long
     */
    public void onHandleError(DomainEvent event, Throwable error) {
        Logger.getLogger(getClass())
                .warnf("Subscriber failed: subscriber=%s event=%s error=%s", name(), event.eventName(), error);
    }

    /**
     * Called once for each burst of events that this subscriber lost, some seconds after its end, or each minute of one that does not end.
     *
     * <p>On a worker thread, between two events and not beside one ({@code concurrency} above 1 apart), with a timeout of its own; so a
     * subscriber that hangs is called for its gaps when it goes on. Anything it throws is logged and ignored. What is lost at shutdown is
     * in the log alone. Use it to read what was missed, such as from a table.
     */
    public void onGap(Gap gap) {}

    /**
     * Called once, when the service starts and before the first event, on the main thread, without a timeout: start-up waits for it.
     *
     * <p>A subscriber that throws here gets no events, which are counted as {@code skipped}; the others start all the same. An override
     * calls {@code super.start()}, which makes the subscriber active.
     */
    public void start() throws Exception {
        active = true;
    }

    /**
     * Called once at shutdown, after the last event or after 5 s, on the main thread; what it throws is
     * logged.
     *
     * <p>A call that hangs may still be under way then. Must not block for long: shutdown waits for it.
     */
    public void stop() throws Exception {
        active = false;
    }

    /**
     * Whether events are handed over; one that is not active loses them, which is counted as {@code skipped}.
     *
     * <p>Asked before each event and for the statistics, on any thread; must be quick and must not block. When it throws, the event has
     * failed, and the statistics show the error and an inactive subscriber.
     */
    public boolean isActive() {
        return active;
    }

    /**
     * Figures of the subscriber's own, shown with its statistics.
     *
     * <p>Asked at each scrape, on an event loop and beside {@link #handle}: must be quick, must not block, and needs thread-safe counters.
     * When it throws, the statistics show the error in place of the figures.
     */
    public ObjectNode details() {
        return JsonNodeFactory.instance.objectNode();
    }
}
