package systems.tasker.events.json;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Estimates the heap that a tree retains, without serializing it; takes a microsecond per kilobyte of JSON.
 *
 * <p>A tree of small values takes up to thirty times its text, so that a limit in characters would not bound the memory.
 */
public final class TreeMemory {

    // Sizes of HotSpot with compressed references: a node with its list or map.
    private static final int OBJECT = 80;
    private static final int ARRAY = 48;
    // A list's reference; a map's entry with its part of the table, whose smallest one has 16 slots, and its view of
    // entries, which stays once it was read.
    private static final int ELEMENT = 5;
    private static final int FIELD = 48;
    private static final int TABLE = 96;
    // A number, or a text with its array; the literals are shared.
    private static final int NUMBER = 24;
    private static final int TEXT = 56;

    private TreeMemory() {}

    /** Approximate bytes; names of fields are not counted, since the parser shares them. */
    public static long of(JsonNode tree) {
        if (!tree.isContainerNode()) {
            return ofValue(tree);
        }
        var bytes = ofContainer(tree);
        if (tree.isEmpty()) {
            return bytes;
        }
        for (var field : tree.properties()) {
            bytes += of(field.getValue());
        }
        if (tree.isArray()) {
            for (var element : tree) {
                bytes += of(element);
            }
        }
        return bytes;
    }

    /** An object or array with what holds its members, without these. */
    static long ofContainer(JsonNode container) {
        var size = container.size();
        if (container.isArray()) {
            return ARRAY + (long) ELEMENT * size;
        }
        return size == 0 ? OBJECT : OBJECT + TABLE + (long) FIELD * size;
    }

    static long ofValue(JsonNode value) {
        if (value.isTextual()) {
            // The empty text is shared, too.
            return value.textValue().isEmpty()
                    ? 0
                    : TEXT + (long) value.textValue().length();
        }
        return value.isNumber() ? NUMBER : 0;
    }
}
