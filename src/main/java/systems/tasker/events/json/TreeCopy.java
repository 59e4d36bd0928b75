package systems.tasker.events.json;

import java.util.Optional;

import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * Copies a tree that an extension made, so that the extension cannot change it any longer, as the plain JSON that Jackson writes of it.
 *
 * <p>A Java object inside the tree becomes its JSON here, once: it may be mutable, or cannot be written at all.
 */
public final class TreeCopy {

    // Jackson writes a thousand levels: less those of the envelope, and of responses that list events.
    private static final int MAX_LEVELS = StreamWriteConstraints.DEFAULT_MAX_DEPTH - 10;

    private TreeCopy() {}

    /**
     * The copy of a tree.
     *
     * @return empty when it is nested too deeply, or holds what JSON has no value for
     */
    public static Optional<JsonNode> of(JsonNode tree) {
        return Optional.ofNullable(copy(tree, MAX_LEVELS));
    }

    private static JsonNode copy(JsonNode node, int levels) {
        if (node.isObject()) {
            return levels == 0 ? null : copyObject(node, levels - 1);
        } else if (node.isArray()) {
            return levels == 0 ? null : copyArray(node, levels - 1);
        } else if (node.isPojo()) {
            return Json.rewritten(node).map(written -> copy(written, levels)).orElse(null);
        } else if (node.isMissingNode()) {
            return NullNode.getInstance();
        } else if (node.isBinary()) {
            return TextNode.valueOf(node.asText());
        }
        var isFinite = !node.isFloatingPointNumber() || node.isBigDecimal() || Double.isFinite(node.doubleValue());
        return isFinite ? node : null;
    }

    private static JsonNode copyObject(JsonNode object, int levels) {
        var copy = JsonNodeFactory.instance.objectNode();
        for (var field : object.properties()) {
            var value = copy(field.getValue(), levels);
            if (value == null) {
                return null;
            }
            copy.set(field.getKey(), value);
        }
        return copy;
    }

    private static JsonNode copyArray(JsonNode array, int levels) {
        var copy = JsonNodeFactory.instance.arrayNode(array.size());
        for (var element : array) {
            var value = copy(element, levels);
            if (value == null) {
                return null;
            }
            copy.add(value);
        }
        return copy;
    }
}
