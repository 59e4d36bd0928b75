package systems.tasker.events.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;

import systems.tasker.events.schema.SchemaCompiler;

import static org.assertj.core.api.Assertions.assertThat;

/** Rejects what a cluster would reject in an object: unknown fields, wrong types. */
final class KubernetesTypes {

    private static final Map<String, Class<?>> BUILT_IN = Map.of(
            "v1 ConfigMap", ConfigMap.class,
            "v1 Namespace", Namespace.class,
            "v1 Secret", Secret.class,
            "v1 Service", Service.class,
            "v1 ServiceAccount", ServiceAccount.class,
            "apps/v1 Deployment", Deployment.class,
            "apps/v1 StatefulSet", StatefulSet.class,
            "autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class,
            "networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class,
            "policy/v1 PodDisruptionBudget", PodDisruptionBudget.class);

    // The types of custom resources are not to be had as a library: these say as much of them as the manifests use, and
    // no more.
    private static final Path CUSTOM = Path.of("src/test/resources/custom-resources");

    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new UnknownFieldsRejected())
            .build();

    /** Fabric8's types keep what they do not know; a cluster asked to be strict does not. */
    private static final class UnknownFieldsRejected extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }

    private KubernetesTypes() {}

    /** Fails with the path of the first thing that the object's type has no place for. */
    static void check(JsonNode object) {
        var type =
                object.path("apiVersion").asText() + " " + object.path("kind").asText();
        if (BUILT_IN.containsKey(type)) {
            try {
                STRICT.treeToValue(object, BUILT_IN.get(type));
            } catch (JsonProcessingException refused) {
                throw new AssertionError(type + " " + Manifests.name(object) + ": " + refused.getMessage(), refused);
            }
        } else {
            var compiled = new SchemaCompiler(1_000_000, 1_000_000)
                    .compile(schema(object.path("kind").asText()));
            assertThat(compiled.problems()).isEmpty();
            assertThat(compiled.schema().violations(object)).as(type).isEmpty();
            if (type.equals("batch/v1 CronJob")) {
                checkPod(object);
            }
        }
    }

    private static void checkPod(JsonNode cronJob) {
        try {
            STRICT.treeToValue(cronJob.at("/spec/jobTemplate/spec/template"), PodTemplateSpec.class);
        } catch (JsonProcessingException refused) {
            throw new AssertionError(Manifests.name(cronJob) + ": " + refused.getMessage(), refused);
        }
    }

    private static JsonNode schema(String kind) {
        try {
            return Kustomization.YAML.readTree(CUSTOM.resolve(kind + ".yaml").toFile());
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
