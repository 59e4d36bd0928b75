package systems.tasker.events.http.catalog;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import systems.tasker.events.event.EventName;
import systems.tasker.events.schema.PayloadSchema;
import systems.tasker.events.template.EventDeclaration;
import systems.tasker.events.template.StepDefinition;
import systems.tasker.events.template.TaskTemplate;

/**
 * An event as its consumers know it, by namespace, name and version, independent of the declaring template and step.
 *
 * @param namespace the namespace of the templates that declare it
 * @param name its name
 * @param version its version
 * @param declarations its declarations, by template and then in the order of the file; at least one
 */
record DocumentedEvent(String namespace, EventName name, String version, List<Declaration> declarations) {

    /** One of its declarations. */
    record Declaration(TaskTemplate template, StepDefinition step, EventDeclaration event) {}

    /** The events of templates by their keys; the order does not depend on the order of the templates. */
    static SortedMap<String, DocumentedEvent> of(Collection<TaskTemplate> templates) {
        var events = new TreeMap<String, DocumentedEvent>();
        templates.stream()
                .sorted(Comparator.comparing(TaskTemplate::coordinates))
                .forEach(template -> template.steps()
                        .forEach(step -> step.publishesEvents()
                                .forEach(event -> add(events, new Declaration(template, step, event)))));
        return events;
    }

    private static void add(SortedMap<String, DocumentedEvent> events, Declaration declaration) {
        var event = new DocumentedEvent(
                declaration.template().namespaceName(),
                declaration.event().name(),
                declaration.event().version(),
                new ArrayList<>());
        events.computeIfAbsent(event.key(), key -> event).declarations().add(declaration);
    }

    /** Its unique key in the document, legal in AsyncAPI's components. */
    String key() {
        return namespace + "-" + name + "-"
                + encodedVersion().replace("*", "%2A").replace("_", "%5F").replace('%', '_');
    }

    /** Its distinct declared schemas; empty for a declaration without one, which allows any payload. */
    List<Optional<PayloadSchema>> schemas() {
        return declarations.stream()
                .map(declaration -> declaration.event().schema())
                .distinct()
                .toList();
    }

    boolean isDurable() {
        return declarations.stream()
                .anyMatch(declaration -> declaration.event().deliveryMode().isDurable());
    }

    boolean isInProcess() {
        return declarations.stream()
                .anyMatch(declaration -> declaration.event().deliveryMode().isInProcess());
    }

    private String encodedVersion() {
        return URLEncoder.encode(version, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
