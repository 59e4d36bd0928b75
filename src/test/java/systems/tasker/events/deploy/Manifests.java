package systems.tasker.events.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What one overlay brings into a cluster, and questions about it.
 *
 * @param overlay its name, for messages
 * @param objects its objects
 */
record Manifests(String overlay, List<JsonNode> objects) {

    private static final Path ROOT = Path.of("k8s");

    static Stream<Manifests> all() {
        return Stream.of(of(ROOT.resolve("overlays/dev")), of(ROOT.resolve("overlays/production")), of(everything()));
    }

    private static Manifests of(Path folder) {
        return new Manifests(folder.getFileName().toString(), Kustomization.build(folder));
    }

    /** Production with those components that no overlay has by default. */
    private static Path everything() {
        try {
            var folder = Files.createDirectories(Path.of("target/kustomize/everything"));
            Files.writeString(folder.resolve("kustomization.yaml"), """
                    apiVersion: kustomize.config.k8s.io/v1beta1
                    kind: Kustomization
                    resources:
                      - ../../../k8s/overlays/production
                    components:
                      - ../../../k8s/components/doctor
                      - ../../../k8s/components/http-route
                      - ../../../k8s/components/keda
                      - ../../../k8s/components/kafka-relay
                    namespace: tasker
                    """);
            return folder;
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    @Override
    public String toString() {
        return overlay;
    }

    Stream<JsonNode> of(String kind) {
        return objects.stream().filter(object -> object.path("kind").asText().equals(kind));
    }

    JsonNode one(String kind, String name) {
        return of(kind).filter(object -> name(object).equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No " + kind + " " + name + " in " + overlay));
    }

    static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    /** Those that run pods. */
    Stream<JsonNode> workloads() {
        return objects.stream()
                .filter(object -> object.at("/spec/template/spec/containers").isArray());
    }

    /** The workloads whose pods carry all these labels. */
    List<JsonNode> selected(JsonNode labels) {
        return workloads()
                .filter(workload -> carries(workload.at("/spec/template/metadata/labels"), labels))
                .toList();
    }

    static boolean carries(JsonNode labels, JsonNode wanted) {
        return wanted.properties().stream().allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
    }

    /** The ports of a pod template's containers, by name. */
    static Map<String, Integer> ports(JsonNode workload) {
        return stream(workload.at("/spec/template/spec/containers"))
                .flatMap(container -> stream(container.path("ports")))
                .collect(Collectors.toMap(
                        port -> port.path("name").asText(),
                        port -> port.path("containerPort").asInt()));
    }

    static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
