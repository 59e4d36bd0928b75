package systems.tasker.events.template;

import java.util.List;
import java.util.Optional;

/**
 * What a task template says about one of its steps.
 *
 * @param name unique in the template
 * @param handlerCallable the handler's name, for {@code fired_by}
 * @param maxAttempts the attempts a step is allowed
 * @param retryable whether it may be retried at all
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
