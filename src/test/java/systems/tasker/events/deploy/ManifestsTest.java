package systems.tasker.events.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static systems.tasker.events.deploy.Manifests.stream;

/** The objects of each overlay are valid and refer only to each other. */
class ManifestsTest {

    private static final String SERVICE = "tasker-domain-events";
    private static final String ALL = "systems.tasker.events.deploy.Manifests#all";

    @ParameterizedTest
    @MethodSource(ALL)
    void manifestsMatchKubernetesTypes(Manifests manifests) {
        assertThat(manifests.objects()).hasSizeGreaterThan(8).allSatisfy(KubernetesTypes::check);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void selectorsMatchExistingPods(Manifests manifests) {
        var selectors = manifests.objects().stream()
                .flatMap(object -> Stream.of(
                                object.at("/spec/selector/matchLabels"),
                                object.at("/spec/podSelector/matchLabels"),
                                object.path("kind").asText().equals("Service")
                                        ? object.at("/spec/selector")
                                        : object.path("none"))
                        .filter(JsonNode::isObject))
                .collect(Collectors.toList());
        manifests
                .workloads()
                .flatMap(workload -> stream(workload.at("/spec/template/spec/topologySpreadConstraints")))
                .map(spread -> spread.at("/labelSelector/matchLabels"))
                .forEach(selectors::add);

        assertThat(selectors)
                .hasSizeGreaterThanOrEqualTo(6)
                .allSatisfy(selector -> assertThat(manifests.selected(selector))
                        .as("pods with %s", selector)
                        .hasSize(1));
        assertThat(manifests.workloads())
                .allSatisfy(workload -> assertThat(manifests.selected(workload.at("/spec/selector/matchLabels")))
                        .containsExactly(workload));
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void targetPortsExist(Manifests manifests) {
        assertThat(manifests
                        .of("Service")
                        .filter(each -> each.at("/spec/selector").isObject()))
                .isNotEmpty()
                .allSatisfy(service -> assertThat(stream(service.at("/spec/ports"))
                                .map(port -> port.path("targetPort").asText()))
                        .isNotEmpty()
                        .isSubsetOf(Manifests.ports(manifests
                                        .selected(service.at("/spec/selector"))
                                        .get(0))
                                .keySet()));
        assertThat(manifests.of("NetworkPolicy"))
                .isNotEmpty()
                .allSatisfy(policy -> assertThat(stream(policy.at("/spec/ingress"))
                                .flatMap(rule -> stream(rule.path("ports")))
                                .map(port -> port.path("port").asText()))
                        .isNotEmpty()
                        .isSubsetOf(Manifests.ports(manifests
                                        .selected(policy.at("/spec/podSelector/matchLabels"))
                                        .get(0))
                                .keySet()));
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void autoscalersAndServiceMonitorsReferToExistingObjects(Manifests manifests) {
        var scalers = Stream.concat(manifests.of("HorizontalPodAutoscaler"), manifests.of("ScaledObject"))
                .toList();
        assertThat(scalers).hasSize(manifests.overlay().equals("dev") ? 0 : 1).allSatisfy(scaler -> {
            var target = manifests.one(
                    "Deployment", scaler.at("/spec/scaleTargetRef/name").asText());
            assertThat(target.at("/spec").has("replicas")).as("two masters").isFalse();
        });
        assertThat(manifests.of("ServiceMonitor")).allSatisfy(monitor -> {
            var names = stream(monitor.at("/spec/selector/matchExpressions/0/values"))
                    .map(JsonNode::asText)
                    .toList();
            // Everything that runs the service's image; the alerts and the dashboard find each by its label.
            assertThat(names)
                    .containsAll(manifests.of("Deployment").map(Manifests::name).toList());
            assertThat(monitor.at("/spec/jobLabel").asText()).isEqualTo("app.kubernetes.io/name");
            manifests.of("Deployment").map(Manifests::name).forEach(name -> {
                var service = manifests.one("Service", name);
                assertThat(service.at("/metadata/labels")
                                .path("app.kubernetes.io/name")
                                .asText())
                        .isEqualTo(name);
                assertThat(stream(service.at("/spec/ports"))
                                .map(port -> port.path("name").asText()))
                        .contains(monitor.at("/spec/endpoints/0/port").asText());
            });
        });
    }

    @Test
    void keepsTheReplicasOfProductionWithKeda() {
        var production = Manifests.all()
                .toList()
                .get(1)
                .one("HorizontalPodAutoscaler", SERVICE)
                .path("spec");
        var keda = Manifests.all().toList().get(2).one("ScaledObject", SERVICE).path("spec");

        assertThat(production.path("minReplicas").asInt()).isEqualTo(3);
        assertThat(keda.path("minReplicaCount")).isEqualTo(production.path("minReplicas"));
        assertThat(keda.path("maxReplicaCount")).isEqualTo(production.path("maxReplicas"));
        assertThat(keda.at("/fallback/replicas")).isEqualTo(production.path("minReplicas"));
        // As the base has it, for results that come over HTTP.
        assertThat(stream(keda.path("triggers"))
                        .filter(trigger -> trigger.path("type").asText().equals("cpu"))
                        .map(trigger -> trigger.at("/metadata/value").asInt()))
                .containsExactly(production
                        .at("/metrics/0/resource/target/averageUtilization")
                        .asInt());
    }

    @Test
    void asksTheDatabaseOfProductionFromKedasNamespace() {
        var everything = Manifests.all().toList().get(2);
        var cluster = everything.of("Cluster").findFirst().orElseThrow();

        assertThat(stream(everything.one("ScaledObject", SERVICE).at("/spec/triggers"))
                        .filter(trigger -> trigger.path("type").asText().equals("postgresql"))
                        .map(trigger -> trigger.at("/metadata/host").asText()))
                .containsExactly(Manifests.name(cluster) + "-rw."
                        + cluster.at("/metadata/namespace").asText() + ".svc.cluster.local");
    }

    @Test
    void runsTheSameImageEverywhereWhateverIsAddedAboveAnOverlay() {
        assertThat(Manifests.all())
                .allSatisfy(manifests -> assertThat(manifests
                                .of("Deployment")
                                .flatMap(workload -> Kustomization.containers(workload).stream())
                                .map(container -> container.path("image").asText())
                                .distinct())
                        .hasSize(1));
    }

    @Test
    void labelsProductionWithTheTagOfItsImage() {
        var service = Manifests.all().toList().get(1).one("Deployment", SERVICE);
        var image = Kustomization.containers(service).get(0).path("image").asText();

        assertThat(Stream.of(service.path("metadata"), service.at("/spec/template/metadata")))
                .allSatisfy(metadata -> assertThat(image)
                        .endsWith(":"
                                + metadata.path("labels")
                                        .path("app.kubernetes.io/version")
                                        .asText()));
    }

    @Test
    void diagnosesWithImageSettingsSecretsAndTemplatesOfTheService() {
        // Given
        var everything = Manifests.all().toList().get(2);
        var service = Kustomization.podOf(everything.one("Deployment", SERVICE));
        var job = everything.one("CronJob", SERVICE + "-doctor");
        var pod = Kustomization.podOf(job);
        var doctor = pod.at("/containers/0");
        var container = service.at("/containers/0");

        // Then
        assertThat(stream(doctor.path("args")).map(JsonNode::asText)).containsExactly("doctor");
        assertThat(doctor.path("image")).isEqualTo(container.path("image"));
        assertThat(doctor.path("envFrom")).isEqualTo(container.path("envFrom"));
        assertThat(stream(doctor.path("env")))
                .containsAll(stream(container.path("env")).toList());
        assertThat(doctor.path("volumeMounts")).isEqualTo(container.path("volumeMounts"));
        assertThat(pod.path("volumes")).isEqualTo(service.path("volumes"));
        assertThat(pod.path("securityContext")).isEqualTo(service.path("securityContext"));
        assertThat(doctor.path("securityContext")).isEqualTo(container.path("securityContext"));
        assertThat(stream(doctor.path("env"))
                        .filter(variable -> variable.path("name").asText().equals("TASKER_DOCTOR_REPLICAS"))
                        .map(variable -> variable.path("value").asInt()))
                .containsExactly(everything
                        .one("ScaledObject", SERVICE)
                        .at("/spec/maxReplicaCount")
                        .asInt());
    }

    /** kustomize ignores a patch with a target that is not there, and fails for one without. */
    @Test
    void failsWhenAPatchOfReplicasMatchesNothing() {
        var patches = Kustomization.documents(Path.of("k8s/overlays/production/kustomization.yaml"))
                .get(0)
                .path("patches");

        assertThat(stream(patches).filter(patch -> patch.path("patch").asText().contains("minReplicas")))
                .hasSize(1)
                .allSatisfy(patch -> assertThat(patch.has("target")).isFalse());
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void podsRunWithARestrictedSecurityContext(Manifests manifests) {
        assertThat(manifests.workloads()).isNotEmpty().allSatisfy(workload -> {
            var pod = workload.at("/spec/template/spec");
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/runAsUser").asInt()).isPositive();
            assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
            assertThat(Set.of("hostNetwork", "hostPID", "hostIPC")).noneMatch(pod::has);
            assertThat(Kustomization.containers(workload)).isNotEmpty().allSatisfy(container -> {
                var security = container.path("securityContext");
                assertThat(security.path("allowPrivilegeEscalation").asBoolean(true))
                        .isFalse();
                assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
                assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
                assertThat(security.at("/capabilities").has("add")).isFalse();
                assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
                assertThat(container.at("/resources/requests/cpu").asText()).isNotEmpty();
            });
        });
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void serviceAccountsExist(Manifests manifests) {
        assertThat(manifests
                        .workloads()
                        .filter(each -> each.at("/spec/template/spec").has("serviceAccountName")))
                .isNotEmpty()
                .allSatisfy(workload -> manifests.one(
                        "ServiceAccount",
                        workload.at("/spec/template/spec/serviceAccountName").asText()));
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void volumeMountsHaveVolumes(Manifests manifests) {
        assertThat(manifests.workloads())
                .allSatisfy(workload -> assertThat(Kustomization.containers(workload).stream()
                                .flatMap(container -> stream(container.path("volumeMounts")))
                                .map(mount -> mount.path("name").asText())
                                .collect(Collectors.toSet()))
                        .containsExactlyInAnyOrderElementsOf(stream(workload.at("/spec/template/spec/volumes"))
                                .map(volume -> volume.path("name").asText())
                                .toList()));
    }

    @Test
    void commitsOfProductionWaitForAStandbyAndNeverFallBack() {
        var cluster = Manifests.all().toList().get(1).of("Cluster").findFirst().orElseThrow();
        var synchronous = cluster.at("/spec/postgresql/synchronous");

        assertThat(synchronous.path("dataDurability").asText()).isEqualTo("required");
        assertThat(synchronous.path("number").asInt()).isPositive();
        assertThat(cluster.at("/spec/postgresql/parameters/synchronous_commit").asText())
                .isEqualTo("on");
        // The loss of one server, or its update, stops no commit.
        assertThat(cluster.at("/spec/instances").asInt())
                .isGreaterThan(synchronous.path("number").asInt() + 1);
    }

    @Test
    void acceptsNothingInProductionThatAFailoverOfItsClusterMayLose() {
        // Given
        var production = Manifests.all().toList().get(1);
        var cluster = production.of("Cluster").findFirst().orElseThrow();
        var settings =
                Kustomization.containers(production.one("Deployment", SERVICE)).get(0);

        // When
        var demanded = stream(settings.path("envFrom"))
                .map(from -> from.at("/configMapRef/name").asText())
                .filter(name -> !name.isEmpty())
                .map(name -> production.one("ConfigMap", name).path("data"))
                .toList();

        // Then
        assertThat(cluster.at("/spec/postgresql/synchronous/dataDurability").asText())
                .isEqualTo("required");
        assertThat(demanded).singleElement().satisfies(data -> {
            assertThat(data.path("TASKER_LEDGER_REQUIRED_DURABILITY").asText()).isEqualTo("replicated");
            // With a weaker commit the start fails.
            assertThat(data.path("TASKER_LEDGER_SYNCHRONOUS_COMMIT").asText("on"))
                    .isEqualTo("on");
        });
    }

    @Test
    void drainsAndReplacesOneReplicaAtATimeAndSpreadsThem() {
        var production = Manifests.all().toList().get(1);
        var budget = production.one("PodDisruptionBudget", SERVICE).path("spec");
        var deployment = production.one("Deployment", SERVICE).path("spec");
        var scaler = production.one("HorizontalPodAutoscaler", SERVICE).path("spec");

        assertThat(scaler.path("minReplicas").asInt())
                .isGreaterThan(budget.path("maxUnavailable").asInt() + 1);
        assertThat(budget.path("unhealthyPodEvictionPolicy").asText()).isEqualTo("AlwaysAllow");
        assertThat(deployment.at("/strategy/rollingUpdate/maxUnavailable").asInt(1))
                .isZero();
        // Longer than a failover, in which replicas have nothing to do.
        assertThat(scaler.at("/behavior/scaleDown/stabilizationWindowSeconds").asInt())
                .isGreaterThanOrEqualTo(300);
        assertThat(stream(deployment.at("/template/spec/topologySpreadConstraints")))
                .extracting(
                        spread -> spread.path("topologyKey").asText(),
                        spread -> spread.at("/matchLabelKeys/0").asText())
                .containsExactly(
                        tuple("kubernetes.io/hostname", "pod-template-hash"),
                        tuple("topology.kubernetes.io/zone", "pod-template-hash"));
    }

    @Test
    void routesToPortsOfTheServiceAndAdmitsTheGateway() {
        var everything = Manifests.all().toList().get(2);
        var route = everything.one("HTTPRoute", SERVICE).path("spec");
        var ports = stream(everything.one("Service", SERVICE).at("/spec/ports"))
                .filter(port -> port.path("name").asText().equals("http"))
                .map(port -> port.path("port").asInt())
                .toList();
        var admitted = everything
                .one("NetworkPolicy", SERVICE)
                .at("/spec/ingress")
                .findValuesAsText("kubernetes.io/metadata.name");

        assertThat(stream(route.path("rules")).flatMap(rule -> stream(rule.path("backendRefs"))))
                .isNotEmpty()
                .allSatisfy(backend -> {
                    assertThat(backend.path("name").asText()).isEqualTo(SERVICE);
                    assertThat(ports).containsExactly(backend.path("port").asInt());
                });
        assertThat(stream(route.path("parentRefs"))
                        .map(gateway -> gateway.path("namespace").asText()))
                .allSatisfy(namespace -> assertThat(admitted).contains(namespace));
    }

    /** A client-side apply fails for a ConfigMap with 256 KiB of templates. */
    @Test
    void documentsServerSideApplyOnly() throws Exception {
        try (var pages = Files.list(Path.of("src/site/markdown"))) {
            var documented = Stream.concat(
                            pages, Stream.of(Path.of("README.md"), Path.of("k8s/overlays/dev/kustomization.yaml")))
                    .flatMap(ManifestsTest::lines)
                    .filter(line -> line.contains("kubectl apply -"))
                    .toList();

            assertThat(documented)
                    .hasSizeGreaterThan(2)
                    .allSatisfy(line -> assertThat(line).contains("kubectl apply --server-side"));
        }
    }

    private static Stream<String> lines(Path page) {
        try {
            return Files.readAllLines(page).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void prometheusRuleEqualsAlertsOfCompose() throws Exception {
        var rules = Kustomization.documents(Path.of("k8s/components/monitoring/prometheus-rule.yaml"));
        var alerts = Kustomization.documents(Path.of("deploy/monitoring/alerts.yaml"));

        assertThat(rules.get(0).path("spec")).isEqualTo(alerts.get(0));
        assertThat(Files.readString(Path.of("k8s/overlays/production/grants.sql")))
                .isEqualTo(Files.readString(Path.of("deploy/postgres/grants.sql")));
    }

    @Test
    void serviceDoesNotSelectTheKafkaRelay() {
        var everything = Manifests.all().toList().get(2);
        var selector = everything.one("Service", SERVICE).at("/spec/selector");

        assertThat(everything.workloads()).extracting(Manifests::name).contains(SERVICE + "-relay");
        assertThat(everything.selected(selector)).extracting(Manifests::name).isEqualTo(List.of(SERVICE));
    }
}
