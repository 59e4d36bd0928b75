package systems.tasker.events.http.catalog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * A declared schema as part of the AsyncAPI document.
 *
 * <p>AsyncAPI tools resolve every reference from the root of the document and reject the document for one that leads nowhere. So the
 * references of a declared schema are rewritten, and its identifiers, which would give references another base, are removed.
 */
final class EmbeddedSchema {

    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
    private static final List<String> REFERENCES = List.of("$ref", "$dynamicRef", "$recursiveRef");
    private static final List<String> ANCHORS = List.of("$anchor", "$dynamicAnchor");
    // Below these are names, then schemas.
    private static final Set<String> MAPS =
            Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependencies");
    // Below these are values, not schemas.
    private static final Set<String> VALUES = Set.of("const", "enum", "default", "example", "examples");

    private final String idKeyword;
    private final Map<String, String> places = new HashMap<>();

    private EmbeddedSchema(String idKeyword) {
        this.idKeyword = idKeyword;
    }

    /**
     * The schema for a place in the document.
     *
     * @param declared the declared schema
     * @param place the reference to its place in the document
     * @param title its title, and the beginning of those inside it, where none is declared
     */
    static JsonNode of(JsonNode declared, String place, String title) {
        if (!(declared instanceof ObjectNode object)) {
            // Only `true` or `false`; the former has no member for a title.
            return declared.asBoolean() ? JsonNodeFactory.instance.objectNode().put("title", title) : declared;
        }
        var schema = object.deepCopy();
        var dialect = schema.path("$schema").asText(DIALECT);
        schema.remove("$schema");
        var embedded = new EmbeddedSchema(dialect.contains("draft-04") ? "id" : "$id");
        embedded.index(schema, place, place);
        embedded.rewrite(schema, place, place);
        nameTypes(schema, title);
        var titled = JsonNodeFactory.instance
                .objectNode()
                .put("title", schema.path("title").asText(title));
        if (!dialect.startsWith(DIALECT)) {
            titled.put("x-dialect", dialect);
        }
        return titled.setAll(schema);
    }

    private void index(JsonNode schema, String place, String enclosing) {
        var id = text(schema, idKeyword);
        id.ifPresent(uri -> places.putIfAbsent(uri, place));
        var resource = id.isPresent() ? place : enclosing;
        for (var keyword : ANCHORS) {
            text(schema, keyword).ifPresent(anchor -> places.putIfAbsent(resource + "#" + anchor, place));
        }
        forEachChild(schema, (path, child) -> index(child, place + path, resource));
    }

    private void rewrite(JsonNode schema, String place, String enclosing) {
        var resource = text(schema, idKeyword).isPresent() ? place : enclosing;
        forEachChild(schema, (path, child) -> rewrite(child, place + path, resource));
        if (schema instanceof ObjectNode object) {
            for (var keyword : REFERENCES) {
                text(object, keyword).ifPresent(reference -> object.put(keyword, inDocument(reference, resource)));
            }
            ANCHORS.forEach(keyword -> text(object, keyword).ifPresent(anchor -> object.remove(keyword)));
            text(object, idKeyword).ifPresent(id -> object.remove(idKeyword));
        }
    }

    private String inDocument(String reference, String resource) {
        var hash = reference.indexOf('#');
        var uri = hash < 0 ? reference : reference.substring(0, hash);
        var fragment = hash < 0 ? "" : reference.substring(hash + 1);
        var target = uri.isEmpty() ? resource : places.get(uri);
        if (target == null) {
            // To a schema outside, such as a meta-schema.
            return reference;
        }
        return fragment.isEmpty() || fragment.startsWith("/")
                ? target + fragment
                : places.getOrDefault(target + "#" + fragment, reference);
    }

    /** Gives titles to schemas that generators make types of: objects and enumerations. */
    private static void nameTypes(JsonNode schema, String title) {
        forEachChild(schema, (path, child) -> {
            var name = title + TypeNames.pascal(path.substring(path.lastIndexOf('/') + 1));
            if (child instanceof ObjectNode object
                    && !object.has("title")
                    && (object.has("properties") || object.has("enum"))) {
                object.put("title", name);
            }
            nameTypes(child, child.path("title").asText(name));
        });
    }

    /** Calls back for each schema directly inside another one, with its JSON pointer there. */
    private static void forEachChild(JsonNode schema, BiConsumer<String, JsonNode> child) {
        for (var field : schema.properties()) {
            var path = "/" + escaped(field.getKey());
            var value = field.getValue();
            if (MAPS.contains(field.getKey())) {
                value.properties()
                        .forEach(named -> child.accept(path + "/" + escaped(named.getKey()), named.getValue()));
            } else if (value.isArray() && !VALUES.contains(field.getKey())) {
                for (int i = 0; i < value.size(); i++) {
                    child.accept(path + "/" + i, value.get(i));
                }
            } else if (value.isObject() && !VALUES.contains(field.getKey())) {
                child.accept(path, value);
            }
        }
    }

    private static Optional<String> text(JsonNode schema, String keyword) {
        return schema.path(keyword) instanceof TextNode text ? Optional.of(text.textValue()) : Optional.empty();
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
