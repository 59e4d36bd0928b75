package systems.tasker.events.template;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;

import systems.tasker.events.step.InvalidInputException;

/** The loaded task templates; immutable, safe to ask from any thread. */
public final class TemplateCatalog {

    private final Map<String, TaskTemplate> templates = new LinkedHashMap<>();
    private final Set<String> events = new HashSet<>();
    private final InlineDefinitions inline;

    TemplateCatalog(List<TaskTemplate> templates, DeclarationReader reader) {
        templates.forEach(template -> this.templates.put(template.coordinates(), template));
        var fanOutQueues = new TreeSet<String>();
        for (var template : templates) {
            for (var event : template.events()) {
                events.add(template.namespaceName() + "/" + event.name());
                fanOutQueues.addAll(event.fanOut());
            }
        }
        this.inline = new InlineDefinitions(reader, fanOutQueues);
    }

    public Collection<TaskTemplate> templates() {
        return templates.values();
    }

    /** Whether a loaded template of a namespace declares an event. */
    public boolean declares(String namespace, String eventName) {
        return events.contains(namespace + "/" + eventName);
    }

    public Optional<TaskTemplate> find(String namespace, String name, String version) {
        return Optional.ofNullable(templates.get(namespace + "/" + name + "/" + version));
    }

    /** What a template says about one of its steps. */
    public Optional<StepDefinition> find(String namespace, String name, String version, String step) {
        return find(namespace, name, version)
                .flatMap(template -> template.steps().stream()
                        .filter(definition -> definition.name().equals(step))
                        .findFirst());
    }

    /**
     * Reads a step definition that travels inside a step context; its rules are those of the files, but it
     * may fan out only into queues that a loaded template fans out into.
     *
     * @param definition the definition
     * @param namespace the namespace its step runs in
     * @param base JSON pointer to it, for the problems' pointers
     * @throws InvalidInputException with every problem that was found
     */
    public StepDefinition read(JsonNode definition, String namespace, String base) {
        return inline.read(definition, namespace, base);
    }
}
