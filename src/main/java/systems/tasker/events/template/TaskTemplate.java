package systems.tasker.events.template;

import java.util.List;
import java.util.Optional;

/**
 * A task template, reduced to what its events need.
 *
 * @param namespaceName the namespace its tasks run in
 * @param name the template's name
 * @param version the template's version; (namespace, name, version) is unique
 * @param steps its steps in the order of the file
 */
public record TaskTemplate(String namespaceName, String name, String version, List<StepDefinition> steps) {

    public TaskTemplate {
        steps = List.copyOf(steps);
    }

    /** The declared events of all its steps. */
    public List<EventDeclaration> events() {
        return steps.stream().flatMap(step -> step.publishesEvents().stream()).toList();
    }

    /** A step of this name; empty when there is none. */
    public Optional<StepDefinition> step(String stepName) {
        for (var step : steps) {
            if (step.name().equals(stepName)) {
                return Optional.of(step);
            }
        }
        return Optional.empty();
    }

    /** The identification in messages. */
    public String coordinates() {
        return namespaceName + "/" + name + "/" + version;
    }
}
