package systems.tasker.events.test;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

import jakarta.inject.Singleton;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.publication.PublicationListener;
import systems.tasker.events.publication.PublicationOutcome;

/**
 * The events an application under test published, whatever their delivery mode; inject it into a {@code @QuarkusTest}.
 *
 * <p>An event is here once it is committed; subscribers may not have seen it yet. It remembers the last thousand.
 */
@Singleton
public class PublishedEvents implements PublicationListener {

    private final EventLog log = new EventLog();

    @Override
    public void onOutcome(PublicationOutcome outcome) {
        outcome.event().ifPresent(log::add);
    }

    /** The events so far, in order. */
    public List<DomainEvent> all() {
        return log.all();
    }

    /**
     * The first event of a name, as soon as it is there.
     *
     * @throws AssertionError when it does not come within ten seconds
     */
    public DomainEvent await(String eventName) {
        return log.await(eventName, EventLog.named(eventName), EventLog.PATIENCE);
    }

    /**
     * The first event of a name and a task's correlation id, for tests that share the application.
     *
     * @throws AssertionError when it does not come within ten seconds
     */
    public DomainEvent await(String eventName, String correlationId) {
        Predicate<DomainEvent> correlated =
                event -> event.metadata().correlationId().equals(correlationId);
        return log.await(
                eventName + " of " + correlationId, EventLog.named(eventName).and(correlated), EventLog.PATIENCE);
    }

    /**
     * The first event that is wanted, as soon as it is there.
     *
     * @throws AssertionError when it does not come in time
     */
    public DomainEvent await(Predicate<DomainEvent> wanted, Duration patience) {
        return log.await("that is wanted", wanted, patience);
    }

    /** Forgets what came so far. */
    public void clear() {
        log.clear();
    }
}
