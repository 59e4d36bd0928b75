package systems.tasker.events.schema.compatibility;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * A schema inside a schema, or anything else in there, and where it is.
 *
 * @param schema what is said; missing when nothing is there
 * @param path where in the whole document
 */
record SubSchema(JsonNode schema, JsonPointer path) {

    /** What a keyword says. */
    SubSchema at(String keyword) {
        return new SubSchema(schema.path(keyword), path.appendProperty(keyword));
    }

    SubSchema at(int index) {
        return new SubSchema(schema.path(index), path.appendIndex(index));
    }

    /** The keyword, or the name, that it is found under. */
    String keyword() {
        return path.last().getMatchingProperty();
    }

    boolean isThere() {
        return !schema.isMissingNode();
    }

    /** Whether it allows nothing at all. */
    boolean isFalse() {
        return schema.isBoolean() && !schema.booleanValue();
    }
}
