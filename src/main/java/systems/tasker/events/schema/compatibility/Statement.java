package systems.tasker.events.schema.compatibility;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * A schema inside a schema, or anything else in there, and where it is.
 *
 * @param schema what is said; missing when nothing is there
 * @param path where in the whole document
 */
record Statement(JsonNode schema, JsonPointer path) {

    /** What a keyword says. */
    Statement at(String keyword) {
        return new Statement(schema.path(keyword), path.appendProperty(keyword));
    }

    Statement at(int index) {
        return new Statement(schema.path(index), path.appendIndex(index));
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
