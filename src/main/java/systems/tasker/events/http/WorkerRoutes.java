package systems.tasker.events.http;

import java.util.Set;

/** The paths that workers call: they have a role of their own, and alerts rely on their metrics. */
public final class WorkerRoutes {

    public static final String RESULTS = "/v1/step-results";
    public static final String BATCH = "/v1/step-results/batch";
    public static final String CLAIMS = "/v1/step-claims";

    /** Exactly as they are spelled: a path with dots or slashes too many may lead somewhere else once it is normalized. */
    public static final Set<String> ALL = Set.of(RESULTS, BATCH, CLAIMS);

    private WorkerRoutes() {}
}
