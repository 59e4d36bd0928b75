package systems.tasker.events.test;

import java.util.List;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.subscriber.BaseSubscriber;

/**
 * Remembers the last thousand events it was handed; for {@link StepScenario#telling}, or as a bean of the application under test: extend
 * it, and annotate the class with a scope and {@link systems.tasker.events.subscriber.SubscribesTo}. Safe to use from any thread.
 */
public class RecordingSubscriber extends BaseSubscriber {

    private final EventLog log = new EventLog();

    @Override
    public void handle(DomainEvent event) throws Exception {
        log.add(event);
    }

    /** The events so far, in the order of their arrival. */
    public final List<DomainEvent> events() {
        return log.all();
    }

    /**
     * The first event of a name, as soon as it is there.
     *
     * @throws AssertionError when it does not come within ten seconds
     */
    public final DomainEvent await(String eventName) {
        return log.await(eventName, EventLog.named(eventName), EventLog.PATIENCE);
    }

    /** Forgets what came so far. */
    public final void clear() {
        log.clear();
    }
}
