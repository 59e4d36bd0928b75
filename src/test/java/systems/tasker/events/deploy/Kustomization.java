package systems.tasker.events.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/**
 * Builds a folder as {@code kubectl kustomize} does, which no package registry has for the tests: exactly those features that the folders
 * below {@code k8s} use. Anything else is an error, so that nothing is checked which a cluster would not get.
 * {@link KustomizationTest} compares its output with what kustomize itself made.
 *
 * <pre>
 *     resources ─▶ components ─▶ generators ─▶ patches ─▶ namespace ─▶ labels ─▶ replicas ─▶ images ─▶ replacements
 *     ─▶ digests into names
 * </pre>
 */
final class Kustomization {

    static final YAMLMapper YAML = new YAMLMapper();

    private static final Set<String> SUPPORTED = Set.of(
            "apiVersion",
            "kind",
            "resources",
            "components",
            "configMapGenerator",
            "secretGenerator",
            "patches",
            "namespace",
            "labels",
            "replicas",
            "images",
            "replacements");

    private final Path folder;
    private final JsonNode file;
    private final List<Generated> objects;

    private Kustomization(Path folder, List<Generated> objects) {
        this.folder = folder;
        this.file = documents(folder.resolve("kustomization.yaml")).get(0);
        this.objects = objects;
        file.fieldNames().forEachRemaining(key -> check(SUPPORTED.contains(key), key));
    }

    /** The objects of a folder, with the names they have in a cluster. */
    static List<JsonNode> build(Path folder) {
        var built = new ArrayList<Generated>();
        new Kustomization(folder, built).run();
        return NameDigests.apply(built);
    }

    private void run() {
        for (var resource : file.path("resources")) {
            var path = folder.resolve(resource.asText()).normalize();
            if (Files.isDirectory(path)) {
                // By itself: what the other folder does to its objects, it does not do to these.
                var others = new ArrayList<Generated>();
                new Kustomization(path, others).run();
                objects.addAll(others);
            } else {
                documents(path).forEach(object -> objects.add(new Generated((ObjectNode) object, false)));
            }
        }
        file.path("components")
                .forEach(component ->
                        new Kustomization(folder.resolve(component.asText()).normalize(), objects).run());
        file.path("configMapGenerator").forEach(each -> new Generator(folder, "ConfigMap", each).run(objects));
        file.path("secretGenerator").forEach(each -> new Generator(folder, "Secret", each).run(objects));
        file.path("patches").forEach(patch -> Patches.apply(patch, objects));
        objects.stream().map(Generated::object).forEach(this::transform);
        file.path("replacements").forEach(replacement -> Replacements.apply(replacement, objects));
    }

    private void transform(ObjectNode object) {
        var kind = object.path("kind").asText();
        var name = object.path("metadata").path("name").asText();
        if (file.has("namespace") && !kind.equals("Namespace")) {
            object.withObject("/metadata").set("namespace", file.get("namespace"));
        }
        for (var labels : file.path("labels")) {
            labels.fieldNames()
                    .forEachRemaining(key -> check(key.equals("pairs") || key.equals("includeTemplates"), key));
            object.withObject("/metadata/labels").setAll((ObjectNode) labels.get("pairs"));
            if (labels.path("includeTemplates").asBoolean()
                    && object.at("/spec/template").isObject()) {
                object.withObject("/spec/template/metadata/labels").setAll((ObjectNode) labels.get("pairs"));
            }
        }
        for (var replicas : file.path("replicas")) {
            if (Set.of("Deployment", "StatefulSet").contains(kind)
                    && replicas.path("name").asText().equals(name)) {
                object.withObject("/spec").set("replicas", replicas.get("count"));
            }
        }
        for (var image : file.path("images")) {
            containers(object).forEach(container -> rename(image, (ObjectNode) container));
        }
    }

    private static void rename(JsonNode image, ObjectNode container) {
        var used = container.path("image").asText();
        if (used.equals(image.path("name").asText())) {
            container.put(
                    "image",
                    image.path("newName").asText(used) + ":"
                            + image.path("newTag").asText("latest"));
        }
    }

    /** The containers of a pod template, those that run first included; empty for any other object. */
    static List<JsonNode> containers(JsonNode object) {
        var containers = new ArrayList<JsonNode>();
        podOf(object).path("initContainers").forEach(containers::add);
        podOf(object).path("containers").forEach(containers::add);
        return containers;
    }

    /** The pod of a pod template, that of a cron job included; missing for any other object. */
    static JsonNode podOf(JsonNode object) {
        var pod = object.at("/spec/template/spec");
        return pod.isMissingNode() ? object.at("/spec/jobTemplate/spec/template/spec") : pod;
    }

    static List<JsonNode> documents(Path file) {
        try {
            return YAML.readerFor(JsonNode.class)
                    .<JsonNode>readValues(Files.readString(file))
                    .readAll();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file.toString(), unreadable);
        }
    }

    private void check(boolean supported, String key) {
        if (!supported) {
            throw new UnsupportedOperationException(folder + " uses " + key);
        }
    }

    /**
     * An object on its way.
     *
     * @param object itself; transformers change it
     * @param digested whether its name gets the digest of its content
     */
    record Generated(ObjectNode object, boolean digested) {

        String id() {
            return object.path("kind").asText() + " "
                    + object.path("metadata").path("name").asText();
        }
    }
}
