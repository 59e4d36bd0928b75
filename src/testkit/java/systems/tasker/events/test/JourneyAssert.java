package systems.tasker.events.test;

import java.util.Optional;
import java.util.stream.Collectors;

import systems.tasker.events.publication.PublicationOutcome;
import systems.tasker.events.publication.PublicationOutcome.Reason;
import systems.tasker.events.publication.PublicationOutcome.Status;

/** What a test expects of a journey; each method throws an {@link AssertionError} that says how every event ended. */
public final class JourneyAssert {

    private final JourneyOutcome actual;

    JourneyAssert(JourneyOutcome actual) {
        this.actual = actual;
    }

    /** The event went out. */
    public EventAssert published(String eventName) {
        return new EventAssert(
                actual.published(eventName).orElseThrow(() -> failure("published: " + eventName)),
                outcome(eventName),
                this);
    }

    /** No event went out. */
    public JourneyAssert publishedNothing() {
        return check(actual.published().isEmpty(), "no event published");
    }

    /**
     * The event was not due.
     *
     * @param reason as in receipts: {@code condition}, {@code should_publish} or {@code before_publish}
     */
    public JourneyAssert skipped(String eventName, String reason) {
        return ended(eventName, Status.SKIPPED, reason);
    }

    /**
     * The event's payload breaks its schema.
     *
     * @param pointer JSON pointer to a place in the payload that does
     */
    public JourneyAssert rejected(String eventName, String pointer) {
        ended(eventName, Status.REJECTED, Reason.SCHEMA.label());
        return check(
                outcome(eventName).violations().stream()
                        .anyMatch(violation -> violation.pointer().equals(pointer)),
                eventName + " rejected at '" + pointer + "'");
    }

    /**
     * The event failed, as it does when its publisher throws.
     *
     * @param reason as in receipts, such as {@code publisher_error}
     */
    public JourneyAssert failed(String eventName, String reason) {
        return ended(eventName, Status.FAILED, reason);
    }

    /** No subscriber threw. */
    public JourneyAssert disturbedNoSubscriber() {
        if (!actual.subscriberErrors().isEmpty()) {
            throw new AssertionError(
                    "A subscriber threw", actual.subscriberErrors().get(0));
        }
        return this;
    }

    private JourneyAssert ended(String eventName, Status status, String reason) {
        var outcome = outcome(eventName);
        return check(
                outcome.status() == status
                        && outcome.reason().map(Reason::label).equals(Optional.of(reason)),
                eventName + " " + status.label() + " (" + reason + ")");
    }

    private PublicationOutcome outcome(String eventName) {
        return actual.outcomes().stream()
                .filter(outcome -> outcome.eventName().equals(eventName))
                .findFirst()
                .orElseThrow(() -> failure("an event " + eventName));
    }

    private JourneyAssert check(boolean holds, String expected) {
        if (!holds) {
            throw failure(expected);
        }
        return this;
    }

    private AssertionError failure(String expected) {
        return new AssertionError("Expected " + expected + ", but the step's events ended like this:\n"
                + actual.outcomes().stream().map(JourneyAssert::shown).collect(Collectors.joining("\n")));
    }

    private static String shown(PublicationOutcome outcome) {
        return "  " + outcome.eventName() + " " + outcome.status().label()
                + outcome.reason().map(reason -> " (" + reason.label() + ")").orElse("")
                + outcome.violations().stream()
                        .map(violation -> "\n    '" + violation.pointer() + "' " + violation.message())
                        .collect(Collectors.joining());
    }
}
