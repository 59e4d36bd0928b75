package systems.tasker.events.http.access;

import java.util.List;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The caller of a request.
 *
 * @param name the caller's name, as in the audit log; null without authentication
 * @param roles the roles of this service that the caller has
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record CallerView(String name, List<String> roles) {

    CallerView {
        roles = List.copyOf(roles);
    }
}
