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
 * An event as its readers know it, by namespace, name and version, whichever template or step declares it.
 *
 * @param namespace the namespace of the templates that declare it
 * @param name its name
 * @param version its version
 * @param declarations everything that declares it, by template and then in the order of the file; at least one
 */
record DocumentedEvent(String namespace, EventName name, String version, List<Declaration> declarations) {

    /** One place where it is declared. */
    record Declaration(TaskTemplate template, StepDefinition step, EventDeclaration event) {}

    /** The events of templates by their keys, in the same order whatever the order of the templates. */
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

    /** What the document calls it: a legal key of AsyncAPI's components, which no other event has. */
    String key() {
        return namespace + "-" + name + "-"
                + encodedVersion().replace("*", "%2A").replace("_", "%5F").replace('%', '_');
    }

    /** A URI for its schema. */
    String uri() {
        return "urn:tasker:event:" + namespace + ":" + name + ":" + encodedVersion();
    }

    /** The different schemas it is declared with; empty for a declaration that has none, and so allows anything. */
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
