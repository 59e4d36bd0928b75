package systems.tasker.events.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import systems.tasker.events.schema.PayloadSchema;
import systems.tasker.events.schema.compatibility.IncompatibleChange;
import systems.tasker.events.schema.compatibility.SchemaCompatibility;

/**
 * The schemas that consumers of events rely on. They identify an event by namespace, name and version, independent of the declaring
 * template and step; if declarations have different schemas, consumers can read all of them.
 */
public final class EventContracts {

    private final Map<String, Set<JsonNode>> schemas = new HashMap<>();

    private EventContracts() {}

    /** The contracts of templates. */
    static EventContracts of(Collection<TaskTemplate> templates) {
        var contracts = new EventContracts();
        for (var template : templates) {
            template.events().forEach(event -> contracts.add(template.namespaceName(), event));
        }
        return contracts;
    }

    /**
     * The contracts of the templates that another instance reports.
     *
     * @param shown the response of {@code GET /v1/templates}
     * @throws IllegalArgumentException when it is no such response
     */
    public static EventContracts shown(JsonNode shown) {
        var contracts = new EventContracts();
        require(shown.isArray());
        for (var template : shown) {
            require(template.path("namespace_name").isTextual()
                    && template.path("steps").isArray());
            for (var step : template.path("steps")) {
                for (var event : step.path("publishes_events")) {
                    require(event.path("name").isTextual()
                            && event.path("version").isTextual());
                    contracts.add(
                            template.path("namespace_name").textValue(),
                            event.path("name").textValue(),
                            event.path("version").textValue(),
                            event.path("schema"));
                }
            }
        }
        return contracts;
    }

    /** The incompatible changes for consumers if an event got another schema, in the order of the schemas; empty when compatible. */
    List<IncompatibleChange> brokenBy(String namespace, EventDeclaration next, SchemaCompatibility compatibility) {
        var schema = source(next);
        var known = schemas.getOrDefault(key(namespace, next.name().value(), next.version()), Set.of());
        if (known.isEmpty() || known.contains(schema)) {
            return List.of();
        }
        var closest = new ArrayList<IncompatibleChange>();
        for (var active : known) {
            var changes = compatibility.compare(active, schema);
            if (changes.isEmpty()) {
                return List.of();
            }
            if (closest.isEmpty() || changes.size() < closest.size()) {
                closest.clear();
                closest.addAll(changes);
            }
        }
        return closest;
    }

    private void add(String namespace, EventDeclaration event) {
        add(namespace, event.name().value(), event.version(), source(event));
    }

    private void add(String namespace, String event, String version, JsonNode schema) {
        schemas.computeIfAbsent(key(namespace, event, version), key -> new LinkedHashSet<>())
                .add(schema);
    }

    private static JsonNode source(EventDeclaration event) {
        return event.schema().map(PayloadSchema::source).orElse(MissingNode.getInstance());
    }

    private static String key(String namespace, String event, String version) {
        return namespace + "/" + event + "@" + version;
    }

    private static void require(boolean isAsShown) {
        if (!isAsShown) {
            throw new IllegalArgumentException("is not what GET /v1/templates answers");
        }
    }
}
