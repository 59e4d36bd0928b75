package systems.tasker.events.test;

import java.util.List;
import java.util.Optional;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.publication.PublicationOutcome;
import systems.tasker.events.publication.store.PublicationReceipt;

/**
 * What a result led to.
 *
 * @param receipt what the sender of the result is told
 * @param outcomes how the journey of each declared event ended, in the order of declaration
 * @param subscriberErrors what subscribers threw, after their {@code onHandleError}
 */
public record JourneyOutcome(
        PublicationReceipt receipt, List<PublicationOutcome> outcomes, List<Throwable> subscriberErrors) {

    public JourneyOutcome {
        outcomes = List.copyOf(outcomes);
        subscriberErrors = List.copyOf(subscriberErrors);
    }

    /** The events that went out, in order. */
    public List<DomainEvent> published() {
        return outcomes.stream().flatMap(outcome -> outcome.event().stream()).toList();
    }

    /** The event of a name, when it went out. */
    public Optional<DomainEvent> published(String eventName) {
        return published().stream()
                .filter(event -> event.eventName().value().equals(eventName))
                .findFirst();
    }
}
