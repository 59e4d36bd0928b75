package systems.tasker.events.simulation;

import java.util.LinkedHashSet;
import java.util.Set;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;

/** The paths at which two documents differ; positions of arrays are {@code *}, so that the same difference of many documents is one path. */
final class JsonPaths {

    // A document that differs everywhere is summed up well before.
    private static final int MAX_PATHS = 50;
    private static final String ROOT = "/";

    private final Set<String> found = new LinkedHashSet<>();

    private JsonPaths() {}

    static Set<String> between(JsonNode before, JsonNode after) {
        var paths = new JsonPaths();
        if (!before.equals(after)) {
            paths.compare(JsonPointer.empty(), before, after);
        }
        return paths.found;
    }

    private void compare(JsonPointer at, JsonNode before, JsonNode after) {
        if (found.size() >= MAX_PATHS || before.equals(after)) {
            return;
        }
        if (before.isObject() && after.isObject()) {
            var names = new LinkedHashSet<String>();
            before.fieldNames().forEachRemaining(names::add);
            after.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> compare(at.appendProperty(name), before.path(name), after.path(name)));
        } else if (before.isArray() && after.isArray() && before.size() == after.size()) {
            for (int i = 0; i < before.size(); i++) {
                compare(at.appendProperty("*"), before.get(i), after.get(i));
            }
        } else if (!before.toString().equals(after.toString()) || before.isMissingNode() != after.isMissingNode()) {
            found.add(at.matches() ? ROOT : at.toString());
        }
    }
}
