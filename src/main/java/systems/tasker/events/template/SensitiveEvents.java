package systems.tasker.events.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.event.EventFields;
import systems.tasker.events.schema.PayloadSchema;
import systems.tasker.events.schema.SensitiveFields;

import static systems.tasker.events.event.EventFields.PAYLOAD;

/**
 * Masks values that schemas mark as sensitive, in messages that are shown to people.
 *
 * <p>An event also contains the source of its payload: result and context. In these, a value is masked if it has the name or the value of a
 * sensitive field. A message that is no known event is masked by the names of all sensitive fields.
 */
final class SensitiveEvents {

    // Shorter values occur everywhere: they would mask half of the message.
    private static final int SHORTEST_VALUE = 4;

    private final Map<String, List<SensitiveFields>> byEvent = new HashMap<>();
    private final Set<String> allNames = new HashSet<>();

    SensitiveEvents(Collection<TaskTemplate> templates) {
        for (var template : templates) {
            for (var event : template.events()) {
                var fields = byEvent.computeIfAbsent(event.name().value(), name -> new ArrayList<>());
                event.schema()
                        .map(PayloadSchema::source)
                        .map(SensitiveFields::of)
                        .ifPresent(fields::add);
                fields.forEach(each -> allNames.addAll(each.names()));
            }
        }
    }

    /** The masked message; the message itself when it has no sensitive values. */
    JsonNode masked(JsonNode message) {
        var name = message.path(EventFields.EVENT_NAME).asText();
        var declared = new ArrayList<>(byEvent.getOrDefault(name, List.of()));
        declared.addAll(inlineOf(message, name));
        var names = new HashSet<String>();
        if (!byEvent.containsKey(name)) {
            names.addAll(allNames);
        }
        declared.removeIf(SensitiveFields::isEmpty);
        declared.forEach(fields -> names.addAll(fields.names()));
        if (declared.isEmpty() && names.isEmpty()) {
            return message;
        }
        var payload = message.path(PAYLOAD).path(PAYLOAD);
        var shown = payload;
        for (var fields : declared) {
            shown = fields.masked(shown);
        }
        var values = new HashSet<String>();
        collectHidden(payload, shown, values);
        var masked = hide(message, names, values);
        if (!declared.isEmpty() && masked.path(PAYLOAD) instanceof ObjectNode parts && parts.has(PAYLOAD)) {
            parts.set(PAYLOAD, shown);
        }
        return masked;
    }

    /** The sensitive fields of an inline step definition; all its events count if the message is no event. */
    private static List<SensitiveFields> inlineOf(JsonNode message, String eventName) {
        var found = new ArrayList<SensitiveFields>();
        for (var context : List.of(
                message.path(EventFields.TASK_SEQUENCE_STEP),
                message.path(PAYLOAD).path(EventFields.TASK_SEQUENCE_STEP))) {
            for (var event : context.path("step_definition").path("publishes_events")) {
                if (eventName.isEmpty() || event.path("name").asText().equals(eventName)) {
                    found.add(SensitiveFields.of(event.path("schema")));
                }
            }
        }
        return found;
    }

    /** The masked values. */
    private static void collectHidden(JsonNode before, JsonNode after, Set<String> values) {
        if (before == after) {
            return;
        }
        if (before.isContainerNode()) {
            for (var field : before.properties()) {
                collectHidden(field.getValue(), after.path(field.getKey()), values);
            }
            for (int i = 0; before.isArray() && i < before.size(); i++) {
                collectHidden(before.get(i), after.path(i), values);
            }
        } else if ((before.isTextual() || before.isNumber()) && before.asText().length() >= SHORTEST_VALUE) {
            values.add(before.asText());
        }
    }

    private static JsonNode hide(JsonNode node, Set<String> names, Set<String> values) {
        if (node.isArray()) {
            var elements = JsonNodeFactory.instance.arrayNode(node.size());
            node.forEach(element -> elements.add(hide(element, names, values)));
            return elements;
        }
        if (node.isObject()) {
            var fields = JsonNodeFactory.instance.objectNode();
            node.properties()
                    .forEach(field -> fields.set(
                            field.getKey(),
                            names.contains(field.getKey())
                                    ? SensitiveFields.MASK
                                    : hide(field.getValue(), names, values)));
            return fields;
        }
        return values.contains(node.asText()) ? SensitiveFields.MASK : node;
    }
}
