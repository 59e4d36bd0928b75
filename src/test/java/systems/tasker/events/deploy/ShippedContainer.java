package systems.tasker.events.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import org.yaml.snakeyaml.Yaml;

import systems.tasker.events.fixture.TwoRoles;

import static systems.tasker.events.deploy.Manifests.stream;

/**
 * A container of the service's image in what is shipped: its arguments, and its environment as a container engine or a cluster renders it.
 *
 * @param name its name
 * @param arguments what it has behind the image's entry point
 * @param environment its variables
 */
record ShippedContainer(String name, List<String> arguments, Map<String, String> environment) {

    private static final Path DEPLOY = Path.of("deploy");
    private static final String IMAGE = "tasker-domain-events:dev";
    private static final Pattern DEFAULT = Pattern.compile("\\$\\{\\w+:?-([^}]*)}");
    private static final Pattern DATABASE = Pattern.compile("postgresql://[^/]+/");
    private static final String TEMPLATES = "TASKER_TEMPLATES_PATH";

    /** Nothing listens there, as while Kafka is unavailable. */
    private static final String NO_KAFKA = "localhost:1";

    /** Those of {@code compose.yaml}, when no variable of it is set. */
    static List<ShippedContainer> ofCompose() {
        Map<String, Map<String, Map<String, Object>>> compose;
        try {
            compose = new Yaml().load(Files.readString(DEPLOY.resolve("compose.yaml")));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        var containers = new ArrayList<ShippedContainer>();
        compose.get("services").forEach((name, service) -> {
            if (IMAGE.equals(service.get("image"))) {
                containers.add(ofCompose(name, service));
            }
        });
        return containers;
    }

    private static ShippedContainer ofCompose(String name, Map<String, Object> service) {
        var node = Kustomization.YAML.valueToTree(service);
        var environment = new LinkedHashMap<String, String>();
        node.path("environment")
                .properties()
                .forEach(variable -> environment.put(
                        variable.getKey(),
                        DEFAULT.matcher(variable.getValue().asText()).replaceAll("$1")));
        for (var volume : node.path("volumes")) {
            var mount = volume.asText().split(":");
            if (mount[1].equals(environment.get(TEMPLATES))) {
                environment.put(
                        TEMPLATES,
                        DEPLOY.resolve(mount[0]).toAbsolutePath().normalize().toString());
            }
        }
        return new ShippedContainer(name, texts(node.path("command")), environment);
    }

    /** Those of an overlay, with those that run first at the start; templates are written into a folder. */
    static List<ShippedContainer> of(Manifests manifests, Path folder) {
        return manifests
                .of("Deployment")
                .flatMap(workload -> Kustomization.containers(workload).stream()
                        .map(container -> of(manifests, workload, container, folder)))
                .toList();
    }

    private static ShippedContainer of(Manifests manifests, JsonNode workload, JsonNode container, Path folder) {
        var environment = new LinkedHashMap<String, String>();
        for (var source : container.path("envFrom")) {
            manifests
                    .one("ConfigMap", source.at("/configMapRef/name").asText())
                    .path("data")
                    .properties()
                    .forEach(entry ->
                            environment.put(entry.getKey(), entry.getValue().asText()));
        }
        for (var variable : container.path("env")) {
            environment.put(variable.path("name").asText(), secret(manifests, variable.at("/valueFrom/secretKeyRef")));
        }
        environment.put(TEMPLATES, templates(manifests, workload, folder).toString());
        return new ShippedContainer(container.path("name").asText(), texts(container.path("args")), environment);
    }

    /** What the secret holds or, where it is made elsewhere, what {@code deploy.md} says of it. */
    private static String secret(Manifests manifests, JsonNode reference) {
        var name = reference.path("name").asText();
        var key = reference.path("key").asText();
        var made = manifests
                .of("Secret")
                .filter(each -> Manifests.name(each).equals(name))
                .findFirst();
        if (made.isPresent()) {
            return new String(
                    Base64.getDecoder().decode(made.get().path("data").path(key).asText()), StandardCharsets.UTF_8);
        }
        var role = name.endsWith("-migrator") ? "tasker_migrator" : "tasker_app";
        return key.equals("username") ? role : TwoRoles.passwordOf(role);
    }

    private static Path templates(Manifests manifests, JsonNode workload, Path folder) {
        var name = stream(workload.at("/spec/template/spec/volumes"))
                .filter(volume -> volume.path("name").asText().equals("templates"))
                .map(volume -> volume.at("/configMap/name").asText())
                .findFirst()
                .orElseThrow();
        try {
            var written = Files.createDirectories(folder.resolve(name));
            for (var file : manifests.one("ConfigMap", name).path("data").properties()) {
                Files.writeString(
                        written.resolve(file.getKey()), file.getValue().asText());
            }
            return written;
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** The environment on this machine: the same, but for where the database is, for Kafka, and for ports that may be taken here. */
    Map<String, String> environment(int databasePort) {
        var here = new LinkedHashMap<>(environment);
        here.replaceAll(
                (name, value) -> DATABASE.matcher(value).replaceAll("postgresql://localhost:" + databasePort + "/"));
        here.computeIfPresent("KAFKA_BOOTSTRAP_SERVERS", (name, value) -> NO_KAFKA);
        here.put("QUARKUS_HTTP_PORT", "0");
        here.put("QUARKUS_MANAGEMENT_PORT", "0");
        return here;
    }

    private static List<String> texts(JsonNode array) {
        return stream(array).map(JsonNode::asText).toList();
    }
}
