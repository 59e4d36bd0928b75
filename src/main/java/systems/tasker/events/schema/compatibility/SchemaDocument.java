package systems.tasker.events.schema.compatibility;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;

/** A whole schema, which resolves its internal references. */
final class SchemaDocument {

    private static final String DEFAULT_DIALECT = "https://json-schema.org/draft/2020-12/schema";

    private final JsonNode root;
    private final Map<String, SubSchema> anchors = new HashMap<>();
    private boolean hasInnerIds;

    SchemaDocument(JsonNode root) {
        this.root = root;
        index(new SubSchema(root, JsonPointer.empty()));
    }

    SubSchema root() {
        return new SubSchema(root, JsonPointer.empty());
    }

    /** The draft of its keywords. */
    String dialect() {
        return root.path("$schema").asText(DEFAULT_DIALECT).replaceFirst("#$", "");
    }

    /** Whether it embeds schemas with an {@code $id} of their own, where the same reference may have another target. */
    boolean hasInnerIds() {
        return hasInnerIds;
    }

    /** Whether keywords beside a {@code $ref} are ignored, as up to draft-07. */
    boolean ignoresWhatIsBesideReferences() {
        return dialect().matches(".*/draft-0[3-7]/.*");
    }

    /** The target of a reference; empty when it is external, which only drafts can be. */
    Optional<SubSchema> follow(String reference) {
        return fragment(reference).flatMap(this::find);
    }

    private Optional<SubSchema> find(String fragment) {
        if (!fragment.isEmpty() && !fragment.startsWith("/")) {
            return Optional.ofNullable(anchors.get(fragment));
        }
        var path = JsonPointer.compile(fragment);
        var found = root.at(path);
        return found.isMissingNode() ? Optional.empty() : Optional.of(new SubSchema(found, path));
    }

    private Optional<String> fragment(String reference) {
        var parts = reference.split("#", 2);
        var inside = parts[0].isEmpty() || isRoot(parts[0]);
        var fragment = parts.length == 1 ? "" : parts[1];
        // A plus stays a plus: this is a URI fragment, not form data.
        return inside
                ? Optional.of(URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8))
                : Optional.empty();
    }

    private boolean isRoot(String reference) {
        var id = URI.create(root.path("$id").asText("").replaceFirst("#$", ""));
        return id.resolve(reference).equals(id);
    }

    private void index(SubSchema statement) {
        var node = statement.schema();
        for (var keyword : new String[] {"$anchor", "$dynamicAnchor"}) {
            if (node.path(keyword).isTextual()) {
                anchors.putIfAbsent(node.path(keyword).textValue(), statement);
            }
        }
        hasInnerIds |= !statement.path().matches() && node.path("$id").isTextual();
        node.properties().forEach(field -> index(statement.at(field.getKey())));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            index(statement.at(i));
        }
    }
}
