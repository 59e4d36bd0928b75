package systems.tasker.events.schema.compatibility;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * A node of a schema document and its path.
 *
 * @param schema the node; missing when there is none
 * @param path its path in the document
 */
record SubSchema(JsonNode schema, JsonPointer path) {

    /** The value of a keyword. */
    SubSchema at(String keyword) {
        return new SubSchema(schema.path(keyword), path.appendProperty(keyword));
    }

    SubSchema at(int index) {
        return new SubSchema(schema.path(index), path.appendIndex(index));
    }

    /** Its key in its parent. */
    String keyword() {
        return path.last().getMatchingProperty();
    }

    boolean exists() {
        return !schema.isMissingNode();
    }

    /** Whether it is {@code false} and allows no value. */
    boolean isFalse() {
        return schema.isBoolean() && !schema.booleanValue();
    }
}
