package systems.tasker.events.http.access;

import java.util.Optional;
import java.util.stream.Stream;

import io.vertx.core.http.HttpMethod;

import systems.tasker.events.http.WorkerRoutes;

/**
 * What a caller may do. None includes another one.
 *
 * <p>A request needs its role by a rule and not by a list: a new endpoint is guarded from its first version.
 */
enum Role {
    /** Submit results, and claim steps. */
    STEP_RESULTS_WRITE("step-results:write"),
    /** Read everything. */
    EVENTS_READ("events:read"),
    /** Change what happens to events that are there already. */
    EVENTS_OPERATE("events:operate");

    private final String label;

    Role(String label) {
        this.label = label;
    }

    /** How it is spelled in tokens and in the configuration. */
    String label() {
        return label;
    }

    static Optional<Role> of(String label) {
        return Stream.of(values()).filter(role -> role.label.equals(label)).findFirst();
    }

    /**
     * The role that a request needs, whether there is such an endpoint or not.
     *
     * @param path as it came, not normalised
     */
    static Role neededFor(HttpMethod method, String path) {
        if (method == HttpMethod.GET || method == HttpMethod.HEAD || method == HttpMethod.OPTIONS) {
            return EVENTS_READ;
        }
        return method == HttpMethod.POST && WorkerRoutes.ALL.contains(path) ? STEP_RESULTS_WRITE : EVENTS_OPERATE;
    }
}
