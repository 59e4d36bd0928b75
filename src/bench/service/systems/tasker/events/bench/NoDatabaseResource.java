package systems.tasker.events.bench;

import java.io.IOException;
import java.util.List;
import java.util.UUID;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

import systems.tasker.events.publication.store.PublicationReceipt;

/** What HTTP and JSON alone take: reads the body and answers a receipt without any database. */
@Path("/bench/no-database")
class NoDatabaseResource {

    private static final long SOME_ID = 1_000_000;
    private static final UUID SOME_EVENT = UUID.fromString("0197a000-0000-7000-8000-000000000001");

    private final ObjectMapper json;

    NoDatabaseResource(ObjectMapper json) {
        this.json = json;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<PublicationReceipt>> submit(byte[] body) throws IOException {
        var step = UUID.fromString(json.readTree(body).path("step_uuid").asText());
        return Uni.createFrom().item(receipt(step, SOME_ID, SOME_ID));
    }

    /** The receipt the service would give for the one event that is declared. */
    static RestResponse<PublicationReceipt> receipt(UUID stepUuid, long notificationId, long eventId) {
        var event = new PublicationReceipt.EventReceipt(
                "benchmark.accepted",
                "published",
                null,
                List.of(),
                List.of(),
                SOME_EVENT,
                "durable",
                "benchmark_domain_events",
                eventId);
        return ResponseBuilder.<PublicationReceipt>accepted(new PublicationReceipt(
                        stepUuid,
                        1,
                        "success",
                        new PublicationReceipt.Notification("orchestration_step_results", notificationId),
                        List.of(event)))
                .build();
    }
}
