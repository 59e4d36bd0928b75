package systems.tasker.events.observability.status;

import java.util.ArrayList;
import java.util.List;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.quarkus.arc.All;
import io.smallrye.common.annotation.NonBlocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

import systems.tasker.events.observability.StatusReason;
import systems.tasker.events.observability.StatusSource;

/** Reports whether this instance is OK and, if not, the reasons. */
@Path("/v1/status")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Tag(name = "Status")
class StatusResource {

    private static final Logger LOG = Logger.getLogger(StatusResource.class);

    private final List<StatusSource> sources;

    @Inject
    StatusResource(@All List<StatusSource> sources) {
        this.sources = sources;
    }

    @GET
    @Operation(
            operationId = "getStatus",
            summary = "Whether this instance is OK, DEGRADED or STALLED, and why",
            description =
                    "Always 200, for people and dashboards; probes use the health endpoints. A request does not query the database.")
    public InstanceStatus status() {
        var found = new ArrayList<StatusReason>();
        for (var source : sources) {
            try {
                found.addAll(source.reasons());
            } catch (RuntimeException bug) {
                LOG.error("A status source failed", bug);
                found.add(StatusReason.degraded(
                        "status_unknown", "A part of the service failed to report its status, see the log"));
            }
        }
        return InstanceStatus.of(found);
    }
}
