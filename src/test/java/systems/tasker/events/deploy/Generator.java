package systems.tasker.events.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.deploy.Kustomization.Generated;

/** One entry of {@code configMapGenerator} or {@code secretGenerator}. */
record Generator(Path folder, String kind, JsonNode entry) {

    private static final Set<String> SUPPORTED = Set.of("name", "behavior", "files", "literals", "envs", "options");

    Generator {
        entry.fieldNames().forEachRemaining(key -> {
            if (!SUPPORTED.contains(key)) {
                throw new UnsupportedOperationException(folder + " generates with " + key);
            }
        });
    }

    /** Adds the object, or changes the one of its name, as its behaviour says. */
    void run(List<Generated> objects) {
        var id = kind + " " + entry.path("name").asText();
        var existing = objects.stream().filter(each -> each.id().equals(id)).findFirst();
        var data = data();
        switch (entry.path("behavior").asText("create")) {
            case "create" -> {
                if (existing.isPresent()) {
                    throw new IllegalStateException(id + " is there already, in " + folder);
                }
                objects.add(new Generated(
                        object(data),
                        !entry.at("/options/disableNameSuffixHash").asBoolean()));
            }
            case "merge" -> data(existing.orElseThrow()).setAll(data);
            case "replace" -> data(existing.orElseThrow()).removeAll().setAll(data);
            default ->
                throw new UnsupportedOperationException(entry.path("behavior").asText());
        }
    }

    private static ObjectNode data(Generated generated) {
        return (ObjectNode) generated.object().get("data");
    }

    private ObjectNode object(ObjectNode data) {
        var object = Kustomization.YAML.createObjectNode();
        object.put("apiVersion", "v1").put("kind", kind);
        object.putObject("metadata").put("name", entry.path("name").asText());
        object.set("data", data);
        if (kind.equals("Secret")) {
            object.put("type", "Opaque");
        }
        return object;
    }

    private ObjectNode data() {
        Map<String, String> values = new TreeMap<>();
        for (var file : entry.path("files")) {
            var path = folder.resolve(file.asText());
            values.put(path.getFileName().toString(), text(path));
        }
        entry.path("envs")
                .forEach(file -> text(folder.resolve(file.asText()))
                        .lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .forEach(line -> put(values, line)));
        entry.path("literals").forEach(literal -> put(values, literal.asText()));
        var data = Kustomization.YAML.createObjectNode();
        values.forEach((key, value) -> data.put(key, kind.equals("Secret") ? base64(value) : value));
        return data;
    }

    private static void put(Map<String, String> values, String literal) {
        var pair = literal.split("=", 2);
        values.put(pair[0], pair[1]);
    }

    private static String base64(String value) {
        return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
