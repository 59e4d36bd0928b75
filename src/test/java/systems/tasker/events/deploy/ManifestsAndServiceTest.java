package systems.tasker.events.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import systems.tasker.events.observability.DrainTimeouts;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.deploy.Manifests.stream;

/** Manifests and service agree on ports, paths, times, settings and the sources of values. */
class ManifestsAndServiceTest {

    private static final String ALL = "systems.tasker.events.deploy.Manifests#all";

    private final Properties properties = new Properties();
    private final String configuration = Files.readString(Path.of("src/site/markdown/configuration.md"));
    private final String page = Files.readString(Path.of("src/site/markdown/deploy.md"));

    ManifestsAndServiceTest() throws IOException {
        // Those of the library, and those of the service alone.
        for (var name : List.of("META-INF/microprofile-config.properties", "application.properties")) {
            try (var file = Files.newBufferedReader(Path.of("src/main/resources", name))) {
                properties.load(file);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void probesUseTheManagementPort(Manifests manifests) {
        assertThat(properties.getProperty("%prod.quarkus.management.enabled")).isEqualTo("true");
        var management = port("quarkus.management.port", "9000");
        var health = properties.getProperty("quarkus.management.root-path", "/q") + "/health/";

        assertThat(services(manifests)).isNotEmpty().allSatisfy(workload -> {
            assertThat(Manifests.ports(workload)).containsEntry("management", management);
            var container = workload.at("/spec/template/spec/containers/0");
            assertThat(List.of("startupProbe", "readinessProbe", "livenessProbe"))
                    .allSatisfy(probe -> assertThat(
                                    container.path(probe).at("/httpGet/port").asText())
                            .isEqualTo("management"));
            assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo(health + "started");
            assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo(health + "ready");
            assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo(health + "live");
        });
        assertThat(Manifests.ports(manifests.one("Deployment", "tasker-domain-events")))
                .containsEntry("http", port("quarkus.http.port", "8080"));
        assertThat(manifests.of("ServiceMonitor"))
                .allSatisfy(monitor -> assertThat(
                                monitor.at("/spec/endpoints/0/path").asText())
                        .isEqualTo("/q/metrics"));
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void terminationGracePeriodCoversShutdownAndDrains(Manifests manifests) {
        var longest = Stream.of(
                        time(properties.getProperty("%prod.quarkus.shutdown.delay")),
                        time(properties.getProperty("%prod.quarkus.shutdown.timeout")),
                        DrainTimeouts.PUBLICATION,
                        DrainTimeouts.RESULT_CHANNEL,
                        DrainTimeouts.SUBSCRIBERS,
                        Duration.ofMillis(Long.parseLong(
                                properties.getProperty("mp.messaging.connector.smallrye-kafka.close-timeout"))))
                .reduce(Duration.ZERO, Duration::plus);

        assertThat(services(manifests)).allSatisfy(workload -> {
            assertThat(workload.at("/spec/template/spec/terminationGracePeriodSeconds")
                            .asLong())
                    .isGreaterThan(longest.toSeconds());
            assertThat(workload.at("/spec/strategy/rollingUpdate/maxUnavailable")
                            .asInt(-1))
                    .isZero();
        });
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void environmentVariablesAreExistingProperties(Manifests manifests) {
        var names = configuration
                .lines()
                .filter(line -> line.startsWith("| `tasker."))
                .map(line -> environmentName(line.split("`")[1]))
                .toList();

        assertThat(variables(manifests).filter(name -> name.startsWith("TASKER_")))
                .isNotEmpty()
                .isSubsetOf(names);
        assertThat(variables(manifests).filter(name -> name.startsWith("MP_MESSAGING_")))
                .isSubsetOf(properties.stringPropertyNames().stream()
                        .map(ManifestsAndServiceTest::environmentName)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void secretAndConfigMapKeysExistOrAreDocumented(Manifests manifests) {
        assertThat(references(manifests)).isNotEmpty().allSatisfy(reference -> {
            var object = manifests
                    .of(reference.kind())
                    .filter(each -> Manifests.name(each).equals(reference.name()))
                    .findFirst();
            if (object.isPresent()) {
                assertThat(reference.key() == null || object.get().path("data").has(reference.key()))
                        .as("%s", reference)
                        .isTrue();
            } else {
                assertThat(reference.kind()).as("%s", reference).isEqualTo("Secret");
                assertThat(page)
                        .containsPattern("(?m)^\\| `" + reference.name() + "` \\|[^|]*`" + reference.key() + "`");
            }
        });
    }

    /** A key of a ConfigMap or Secret that something names; the key is null for all of them. */
    private record Reference(String kind, String name, String key) {}

    private static List<Reference> references(Manifests manifests) {
        var references = new ArrayList<Reference>();
        manifests.workloads().forEach(workload -> {
            for (var container : Kustomization.containers(workload)) {
                container
                        .path("envFrom")
                        .forEach(source -> references.add(new Reference(
                                "ConfigMap", source.at("/configMapRef/name").asText(), null)));
                for (var variable : container.path("env")) {
                    var key = variable.at("/valueFrom/secretKeyRef");
                    if (key.isObject()) {
                        references.add(new Reference(
                                "Secret",
                                key.path("name").asText(),
                                key.path("key").asText()));
                    }
                }
            }
            stream(workload.at("/spec/template/spec/volumes"))
                    .filter(volume -> volume.has("configMap"))
                    .forEach(volume -> references.add(new Reference(
                            "ConfigMap", volume.at("/configMap/name").asText(), null)));
        });
        manifests
                .of("TriggerAuthentication")
                .flatMap(each -> stream(each.at("/spec/secretTargetRef")))
                .forEach(key -> references.add(new Reference(
                        "Secret", key.path("name").asText(), key.path("key").asText())));
        manifests.of("Cluster").forEach(cluster -> {
            stream(cluster.at("/spec/bootstrap/initdb/postInitApplicationSQLRefs/configMapRefs"))
                    .forEach(key -> references.add(new Reference(
                            "ConfigMap",
                            key.path("name").asText(),
                            key.path("key").asText())));
            Stream.concat(
                            Stream.of(cluster.at("/spec/bootstrap/initdb/secret")),
                            stream(cluster.at("/spec/managed/roles")).map(role -> role.path("passwordSecret")))
                    .map(secret -> secret.path("name").asText())
                    .forEach(name -> Stream.of("username", "password")
                            .forEach(key -> references.add(new Reference("Secret", name, key))));
        });
        return references;
    }

    /** The workloads that run the service. */
    private static Stream<JsonNode> services(Manifests manifests) {
        return manifests.of("Deployment");
    }

    private static Stream<String> variables(Manifests manifests) {
        return Stream.concat(
                manifests
                        .of("ConfigMap")
                        .flatMap(map -> map.path("data").properties().stream().map(entry -> entry.getKey())),
                manifests
                        .workloads()
                        .flatMap(workload -> Kustomization.containers(workload).stream())
                        .flatMap(container -> stream(container.path("env")))
                        .map(variable -> variable.path("name").asText()));
    }

    private int port(String property, String quarkusDefault) {
        return Integer.parseInt(properties.getProperty(property, quarkusDefault));
    }

    private static Duration time(String text) {
        return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    }

    private static String environmentName(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
