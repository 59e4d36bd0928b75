package systems.tasker.events.http.stream;

import systems.tasker.events.event.EventPattern;
import systems.tasker.events.json.InputProblem;
import systems.tasker.events.json.InvalidInputException;

/**
 * Which events a reader gets; null for no condition.
 *
 * @param pattern a pattern that their names match
 * @param namespace their namespace
 * @param correlationId the correlation id of their task
 */
record EventFilter(EventPattern pattern, String namespace, String correlationId) {

    /**
     * Reads the query parameters.
     *
     * @throws InvalidInputException when no event could match
     */
    static EventFilter of(String pattern, String namespace, String correlationId) {
        return new EventFilter(
                notBlank("pattern", pattern) == null ? null : new EventPattern(pattern),
                notBlank("namespace", namespace),
                notBlank("correlation_id", correlationId));
    }

    boolean accepts(StreamedEvent event) {
        return (pattern == null || pattern.matches(event.name()))
                && (namespace == null || namespace.equals(event.namespace()))
                && (correlationId == null || correlationId.equals(event.correlationId()));
    }

    private static String notBlank(String name, String text) {
        if (text != null && text.isBlank()) {
            throw new InvalidInputException(
                    InputProblem.invalid("/" + name, "must not be blank; leave it out for all"));
        }
        return text;
    }
}
