package systems.tasker.events.http.stream;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import systems.tasker.events.event.EventPattern;
import systems.tasker.events.json.InputProblem;
import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.publication.PublicationOutcome.Status;

/**
 * Which events a reader gets; null for no condition.
 *
 * @param pattern a pattern that their names match; an outcome of all events of a step matches any
 * @param namespace their namespace
 * @param correlationId the correlation id of their task
 * @param outcomes the labels of their outcomes; never null
 */
record EventFilter(EventPattern pattern, String namespace, String correlationId, Set<String> outcomes) {

    /** The outcome of published events. */
    static final String PUBLISHED = Status.PUBLISHED.label();

    private static final String ALL = "all";
    // Events that are evaluated later are reported then.
    private static final Set<String> OUTCOMES = Stream.of(Status.values())
            .filter(status -> status != Status.DEFERRED)
            .map(Status::label)
            .collect(Collectors.toUnmodifiableSet());

    EventFilter {
        outcomes = Set.copyOf(outcomes);
    }

    /** A filter of published events. */
    EventFilter(EventPattern pattern, String namespace, String correlationId) {
        this(pattern, namespace, correlationId, Set.of(PUBLISHED));
    }

    /**
     * Reads the query parameters.
     *
     * @throws InvalidInputException when no event could match
     */
    static EventFilter of(String pattern, String namespace, String correlationId, String outcome) {
        return new EventFilter(
                notBlank("pattern", pattern) == null ? null : new EventPattern(pattern),
                notBlank("namespace", namespace),
                notBlank("correlation_id", correlationId),
                outcomes(outcome == null ? PUBLISHED : outcome));
    }

    private static Set<String> outcomes(String outcome) {
        if (outcome.equals(ALL)) {
            return OUTCOMES;
        }
        if (!OUTCOMES.contains(outcome)) {
            throw new InvalidInputException(
                    InputProblem.invalid("/outcome", "must be all, published, skipped, rejected, failed or dropped"));
        }
        return Set.of(outcome);
    }

    boolean isOfPublished() {
        return outcomes.equals(Set.of(PUBLISHED));
    }

    boolean accepts(StreamedEvent event) {
        var traits = event.traits();
        return outcomes.contains(traits.outcome())
                && (pattern == null || traits.name().map(pattern::matches).orElse(true))
                && (namespace == null || namespace.equals(traits.namespace()))
                && (correlationId == null || correlationId.equals(traits.correlationId()));
    }

    private static String notBlank(String name, String text) {
        if (text != null && text.isBlank()) {
            throw new InvalidInputException(
                    InputProblem.invalid("/" + name, "must not be blank; leave it out for all"));
        }
        return text;
    }
}
