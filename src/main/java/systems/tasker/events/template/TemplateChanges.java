package systems.tasker.events.template;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The difference between two sets of templates, as the names of declared events such as {@code pay/charge_card/1.0.0 charge
 * payment.processed}: template, step, event.
 *
 * @param added events that were not declared before
 * @param removed events that are no longer declared
 * @param changed events whose declaration, attempts or handler differ
 */
public record TemplateChanges(List<String> added, List<String> removed, List<String> changed) {

    public TemplateChanges {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        changed = List.copyOf(changed);
    }

    static TemplateChanges between(Collection<TaskTemplate> before, Collection<TaskTemplate> after) {
        var old = events(before);
        var now = events(after);
        return new TemplateChanges(
                now.keySet().stream().filter(name -> !old.containsKey(name)).toList(),
                old.keySet().stream().filter(name -> !now.containsKey(name)).toList(),
                now.keySet().stream()
                        .filter(name -> old.containsKey(name) && !old.get(name).equals(now.get(name)))
                        .toList());
    }

    /** Each event with its step, reduced to this declaration. */
    private static Map<String, StepDefinition> events(Collection<TaskTemplate> templates) {
        var events = new LinkedHashMap<String, StepDefinition>();
        for (var template : templates) {
            for (var step : template.steps()) {
                for (var event : step.publishesEvents()) {
                    events.put(
                            template.coordinates() + " " + step.name() + " " + event.name(),
                            new StepDefinition(
                                    step.name(),
                                    step.handlerCallable(),
                                    step.maxAttempts(),
                                    step.retryable(),
                                    List.of(event)));
                }
            }
        }
        return events;
    }
}
