package systems.tasker.events.template;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Templates that were activated together, and all data derived from them. Immutable. */
final class TemplateSet {

    private final Map<String, TaskTemplate> templates = new LinkedHashMap<>();
    private final Set<String> events = new HashSet<>();
    private final InlineDefinitions inline;
    private final SensitiveEvents sensitive;

    TemplateSet(List<TaskTemplate> templates, DeclarationReader reader) {
        templates.forEach(template -> this.templates.put(template.coordinates(), template));
        var fanOutQueues = new TreeSet<String>();
        for (var template : templates) {
            for (var event : template.events()) {
                events.add(template.namespaceName() + "/" + event.name());
                fanOutQueues.addAll(event.fanOut());
            }
        }
        this.inline = new InlineDefinitions(reader, fanOutQueues);
        this.sensitive = new SensitiveEvents(templates);
    }

    /** The templates by their coordinates, in the order of their files. */
    Map<String, TaskTemplate> templates() {
        return templates;
    }

    boolean declares(String namespace, String eventName) {
        return events.contains(namespace + "/" + eventName);
    }

    InlineDefinitions inline() {
        return inline;
    }

    SensitiveEvents sensitive() {
        return sensitive;
    }
}
