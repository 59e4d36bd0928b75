package systems.tasker.events.deploy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KubernetesTypesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {replica: 2}}",
                "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {replicas: two}}",
                "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: [{prot: 80}]}}",
                "{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: a, lables: {}}, spec: {}}",
                "{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: a}, spec: {rules: [{timeouts: {request: 30}}]}}",
                "{apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {name: a}, spec: {triggers: [], scaleTargetRef: {}}}",
                "{apiVersion: postgresql.cnpg.io/v1, kind: Cluster, metadata: {name: a}, spec: {instances: 3, image: b}}"
            })
    void rejectUnknownAndMistypedFields(String object) throws Exception {
        var parsed = Kustomization.YAML.readTree(object);

        assertThatThrownBy(() -> KubernetesTypes.check(parsed)).isInstanceOf(AssertionError.class);
    }
}
