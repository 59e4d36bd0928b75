package systems.tasker.events.json;

import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * The copy of a tree that an extension made, which the extension cannot change any longer: the plain JSON that Jackson writes of it.
 *
 * <p>A Java object inside the tree becomes its JSON here, once: it may be mutable, or cannot be written at all.
 *
 * @param tree the copy
 * @param size its characters as PostgreSQL writes them
 * @param memory bytes of heap that it retains, as {@link TreeMemory} estimates
 */
public record TreeCopy(JsonNode tree, long size, long memory) {

    /**
     * The copy of a tree that is not stored.
     *
     * @return empty when it is nested too deeply, or holds what JSON has no value for
     */
    public static Optional<JsonNode> of(JsonNode tree) {
        return Optional.ofNullable(new Copying(null).copy(tree, JsonLimits.MAX_LEVELS));
    }

    /** The copy of a tree, measured in the same pass; empty when PostgreSQL cannot store it or the measure is exceeded, too. */
    static Optional<TreeCopy> within(WrittenSize measure, JsonNode tree) {
        var copy = new Copying(measure).copy(tree, JsonLimits.MAX_LEVELS);
        return Optional.ofNullable(copy).map(plain -> new TreeCopy(plain, measure.characters(), measure.memory()));
    }

    /** One pass over a tree; null stands for what cannot be copied. */
    private record Copying(WrittenSize measure) {

        JsonNode copy(JsonNode node, int levels) {
            if (node.isObject()) {
                return levels > 0 && fits(node) ? copyObject(node, levels - 1) : null;
            } else if (node.isArray()) {
                return levels > 0 && fits(node) ? copyArray(node, levels - 1) : null;
            } else if (node.isPojo()) {
                return Json.rewritten(node)
                        .map(written -> copy(written, levels))
                        .orElse(null);
            } else if (node.isMissingNode()) {
                return measured(NullNode.getInstance());
            } else if (node.isBinary()) {
                return measured(TextNode.valueOf(node.asText()));
            }
            var isFinite = !node.isFloatingPointNumber() || node.isBigDecimal() || Double.isFinite(node.doubleValue());
            return isFinite ? measured(node) : null;
        }

        private JsonNode copyObject(JsonNode object, int levels) {
            var copy = JsonNodeFactory.instance.objectNode();
            for (var field : object.properties()) {
                var value = measure == null || measure.addText(field.getKey()) ? copy(field.getValue(), levels) : null;
                if (value == null) {
                    return null;
                }
                copy.set(field.getKey(), value);
            }
            return copy;
        }

        private JsonNode copyArray(JsonNode array, int levels) {
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

        private boolean fits(JsonNode container) {
            if (measure != null) {
                measure.addContainer(container);
            }
            return measure == null || measure.isWithin();
        }

        private JsonNode measured(JsonNode value) {
            return measure == null || measure.addValue(value) == null && measure.isWithin() ? value : null;
        }
    }
}
