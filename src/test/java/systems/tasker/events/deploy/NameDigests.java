package systems.tasker.events.deploy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.deploy.Kustomization.Generated;

/** The digests that kustomize appends to the names of generated objects, and that those who name them get, too. */
final class NameDigests {

    private static final ObjectMapper JSON = new ObjectMapper();

    private NameDigests() {}

    static List<JsonNode> apply(List<Generated> built) {
        Map<String, String> configMaps = new HashMap<>();
        Map<String, String> secrets = new HashMap<>();
        for (var each : built) {
            if (each.digested()) {
                var object = each.object();
                var name = object.path("metadata").path("name").asText();
                var digested = name + "-" + digest(object);
                object.withObject("/metadata").put("name", digested);
                (object.path("kind").asText().equals("Secret") ? secrets : configMaps).put(name, digested);
            }
        }
        for (var each : built) {
            for (var container : Kustomization.containers(each.object())) {
                for (var source : container.path("envFrom")) {
                    rename(source.path("configMapRef"), "name", configMaps);
                    rename(source.path("secretRef"), "name", secrets);
                }
                for (var variable : container.path("env")) {
                    rename(variable.at("/valueFrom/configMapKeyRef"), "name", configMaps);
                    rename(variable.at("/valueFrom/secretKeyRef"), "name", secrets);
                }
            }
            for (var volume : Kustomization.podOf(each.object()).path("volumes")) {
                rename(volume.path("configMap"), "name", configMaps);
                rename(volume.path("secret"), "secretName", secrets);
            }
        }
        return built.stream().<JsonNode>map(Generated::object).toList();
    }

    private static void rename(JsonNode reference, String field, Map<String, String> names) {
        var named = names.get(reference.path(field).asText());
        if (named != null) {
            ((ObjectNode) reference).put(field, named);
        }
    }

    /** Ten digits of the SHA-256 of its JSON as Go writes it, those replaced that could spell a word. */
    private static String digest(ObjectNode object) {
        Map<String, Object> content = new TreeMap<>();
        content.put("data", JSON.convertValue(object.get("data"), TreeMap.class));
        content.put("kind", object.path("kind").asText());
        // For kustomize, too: a name that is still to be made is empty.
        content.put("name", "");
        if (object.has("type")) {
            content.put("type", object.path("type").asText());
        }
        try {
            var json = JSON.writeValueAsString(content)
                    .replace("<", "\\u003c")
                    .replace(">", "\\u003e")
                    .replace("&", "\\u0026");
            var hash = MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of()
                    .formatHex(hash)
                    .substring(0, 10)
                    .replace('0', 'g')
                    .replace('1', 'h')
                    .replace('3', 'k')
                    .replace('a', 'm')
                    .replace('e', 't');
        } catch (JsonProcessingException | NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
