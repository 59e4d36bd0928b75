package systems.tasker.events.test;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import systems.tasker.events.event.DomainEvent;

/** Events in the order of their arrival, and those who wait for one; safe to use from any thread. */
final class EventLog {

    /** An event that was published is there within milliseconds; a loaded build machine may take its time all the same. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    // A whole suite may share one application, and with it one log; older entries are not needed.
    private static final int REMEMBERED = 1_000;

    private final Deque<DomainEvent> events = new ArrayDeque<>();

    synchronized void add(DomainEvent event) {
        if (events.size() == REMEMBERED) {
            events.removeFirst();
        }
        events.addLast(event);
        notifyAll();
    }

    synchronized List<DomainEvent> all() {
        return List.copyOf(events);
    }

    synchronized void clear() {
        events.clear();
    }

    /**
     * The first event that is wanted, as soon as it is there.
     *
     * @throws AssertionError when it does not come in time
     */
    synchronized DomainEvent await(String what, Predicate<DomainEvent> wanted, Duration patience) {
        var deadline = System.nanoTime() + patience.toNanos();
        var found = find(wanted);
        while (found.isEmpty()) {
            var left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("No event " + what + " within " + patience + ", only "
                        + events.stream().map(DomainEvent::eventName).toList());
            }
            try {
                wait(left);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new AssertionError("Interrupted while waiting for an event " + what, interrupted);
            }
            found = find(wanted);
        }
        return found.get();
    }

    private Optional<DomainEvent> find(Predicate<DomainEvent> wanted) {
        return events.stream().filter(wanted).findFirst();
    }

    static Predicate<DomainEvent> named(String eventName) {
        return event -> event.eventName().value().equals(eventName);
    }
}
