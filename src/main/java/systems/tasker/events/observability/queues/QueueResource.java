package systems.tasker.events.observability.queues;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.common.annotation.NonBlocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The figures of the queues. */
@Path("/v1/queues")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Tag(name = "Queues")
class QueueResource {

    private final QueueSampler sampler;

    @Inject
    QueueResource(QueueSampler sampler) {
        this.sampler = sampler;
    }

    @GET
    @Operation(
            operationId = "listQueues",
            summary = "How many messages the queues hold, and for how long",
            description = "From the last sample of this instance; a request does not query the database.")
    public QueueSample queues() {
        return sampler.current();
    }
}
