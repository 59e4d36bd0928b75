package systems.tasker.events.subscriber;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jboss.logging.Logger;

import systems.tasker.events.event.DomainEvent;

/**
 * Reacts to events inside this process: extend it, annotate it with {@link SubscribesTo}, and make it a CDI bean.
 *
 * <p><b>Order.</b> {@link #beforeHandle}, {@link #handle}, {@link #afterHandle}; {@link #onHandleError} when one of them throws. Events arrive
 * one at a time, those of one step in the order of their declaration.
 *
 * <p><b>Threads.</b> A worker thread, never an event loop: a subscriber may block. Each has a bounded queue of its own, so a slow one delays
 * nobody; when its queue is full, the newest event is lost for it and counted as {@code lagged}.
 *
 * <p><b>How often.</b> At most once per event and instance of the service. Events that nobody may miss belong in a durable queue.
 *
 * <p><b>Must not</b> change the event, which all subscribers share, or do work that the task depends on.
 */
public abstract class BaseSubscriber {

    private volatile boolean active;

    /** How the subscriber is called in statistics, meters and settings; by default its class's simple name. */
    public String name() {
        return getClass().getSimpleName();
    }

    /** Reacts to an event. Whatever it throws is counted and given to {@link #onHandleError}; the next event comes all the same. */
    public abstract void handle(DomainEvent event) throws Exception;

    /** A look at the event before it is handled; false skips it, which is counted. */
    public boolean beforeHandle(DomainEvent event) {
        return true;
    }

    /** Called after {@link #handle} returned. */
    public void afterHandle(DomainEvent event) {}

    /** Called with what another hook threw; whatever it throws itself is logged and forgotten. */
    public void onHandleError(DomainEvent event, Throwable error) {
        Logger.getLogger(getClass())
                .warnf("Subscriber failed: subscriber=%s event=%s error=%s", name(), event.eventName(), error);
    }

    /** Called once before the first event; a subscriber that throws here gets none, the others start all the same. */
    public void start() throws Exception {
        active = true;
    }

    /** Called once after the last event. */
    public void stop() throws Exception {
        active = false;
    }

    /** Whether events are handed over; one that is not active loses them, which is counted as skipped. */
    public boolean isActive() {
        return active;
    }

    /** Figures of the subscriber's own, shown with its statistics; must be cheap. */
    public ObjectNode details() {
        return JsonNodeFactory.instance.objectNode();
    }
}
