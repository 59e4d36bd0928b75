package systems.tasker.events.deploy;

import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.deploy.Kustomization.Generated;

/** Copies a field of one object to fields of others, which have to exist; list items are found as in {@code containers.[name=service]}. */
final class Replacements {

    private Replacements() {}

    static void apply(JsonNode entry, List<Generated> objects) {
        var source = entry.path("source");
        var value = field(one(source, objects), source.path("fieldPath").asText());
        for (var target : entry.path("targets")) {
            var object = one(target.path("select"), objects);
            for (var path : target.path("fieldPaths")) {
                var end = path.asText().lastIndexOf('.');
                var parent = (ObjectNode) field(object, path.asText().substring(0, end));
                var name = path.asText().substring(end + 1);
                if (!parent.has(name)) {
                    throw new IllegalStateException("Nothing to replace: " + path);
                }
                parent.set(name, value);
            }
        }
    }

    private static ObjectNode one(JsonNode selection, List<Generated> objects) {
        var id = selection.path("kind").asText() + " " + selection.path("name").asText();
        return objects.stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No " + id))
                .object();
    }

    private static JsonNode field(JsonNode object, String path) {
        var found = Arrays.stream(path.split("\\.(?![^\\[]*])")).reduce(object, Replacements::step, (a, b) -> b);
        if (found.isMissingNode()) {
            throw new IllegalStateException("No " + path);
        }
        return found;
    }

    private static JsonNode step(JsonNode parent, String part) {
        if (!part.startsWith("[")) {
            return parent.path(part);
        }
        var wanted = part.substring(1, part.length() - 1).split("=");
        return Manifests.stream(parent)
                .filter(item -> item.path(wanted[0]).asText().equals(wanted[1]))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No item " + part));
    }
}
