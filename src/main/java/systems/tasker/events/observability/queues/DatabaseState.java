package systems.tasker.events.observability.queues;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The database that holds the queues.
 *
 * @param version the version of PostgreSQL
 * @param role primary, or standby, which accepts no results
 * @param xminAge transactions since the oldest snapshot, whose rows vacuum cannot remove
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record DatabaseState(String version, String role, long xminAge) {

    static DatabaseState of(String version, boolean isReadOnly, long xminAge) {
        return new DatabaseState(version, isReadOnly ? "standby" : "primary", xminAge);
    }
}
