package systems.tasker.events.template;

import java.util.List;
import java.util.Optional;

/**
 * A step of a task template.
 *
 * @param name unique in the template
 * @param handlerCallable the handler's name, for {@code fired_by}
 * @param maxAttempts the maximum number of attempts
 * @param retryable whether it may be retried
 * @param publishesEvents the declared events in the order of the file
 */
public record StepDefinition(
        String name,
        Optional<String> handlerCallable,
        int maxAttempts,
        boolean retryable,
        List<EventDeclaration> publishesEvents) {

    public StepDefinition {
        publishesEvents = List.copyOf(publishesEvents);
    }
}
