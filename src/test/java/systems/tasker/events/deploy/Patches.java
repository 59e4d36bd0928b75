package systems.tasker.events.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.deploy.Kustomization.Generated;

/**
 * Three kinds of patches: an object with {@code $patch: delete}, an object whose fields are merged into those of its name, and a list of
 * JSON Patch operations with a target. What matches nothing is an error here; kustomize itself takes it for one only where there is no
 * target.
 */
final class Patches {

    private Patches() {}

    static void apply(JsonNode entry, List<Generated> objects) {
        var patch = read(entry.path("patch").asText());
        if (patch.isArray()) {
            var target = entry.path("target");
            var matching = matching(target.path("kind"), target.path("name"), objects);
            matching.forEach(each -> patch.forEach(operation -> apply(operation, each.object())));
        } else if (patch.path("$patch").asText().equals("delete")) {
            objects.removeAll(matching(patch.path("kind"), patch.at("/metadata/name"), objects));
        } else {
            matching(patch.path("kind"), patch.at("/metadata/name"), objects)
                    .forEach(each -> merge((ObjectNode) patch, each.object()));
        }
    }

    private static void merge(ObjectNode patch, ObjectNode into) {
        for (var field : patch.properties()) {
            if (field.getValue() instanceof ObjectNode fields) {
                merge(fields, into.withObject("/" + field.getKey()));
            } else if (field.getValue().isArray()) {
                throw new UnsupportedOperationException("Strategic merge of the list " + field);
            } else {
                into.set(field.getKey(), field.getValue());
            }
        }
    }

    private static List<Generated> matching(JsonNode kind, JsonNode name, List<Generated> objects) {
        var matching = objects.stream()
                .filter(each -> each.id().equals(kind.asText() + " " + name.asText()))
                .toList();
        if (matching.isEmpty()) {
            throw new IllegalStateException("No " + kind + " " + name + " to patch");
        }
        return matching;
    }

    private static void apply(JsonNode operation, ObjectNode object) {
        var path = JsonPointer.compile(operation.path("path").asText());
        var parent = object.at(path.head());
        var key = path.last().getMatchingProperty();
        var value = operation.get("value");
        var what = operation.path("op").asText();
        if (parent instanceof ArrayNode array && what.equals("add") && key.equals("-")) {
            array.add(value);
        } else if (parent instanceof ObjectNode fields && what.equals("add")) {
            fields.set(key, value);
        } else if (parent instanceof ObjectNode fields && what.equals("replace") && fields.has(key)) {
            fields.set(key, value);
        } else {
            throw new UnsupportedOperationException(operation + " on " + parent);
        }
    }

    private static JsonNode read(String patch) {
        try {
            return Kustomization.YAML.readTree(patch);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
