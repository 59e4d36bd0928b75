package systems.tasker.events.http.results;

import java.util.UUID;

import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.RestResponse.Status;
import org.jboss.resteasy.reactive.server.Cancellable;

import systems.tasker.events.http.BodyReader;
import systems.tasker.events.http.WorkerRoutes;
import systems.tasker.events.json.JsonBody;
import systems.tasker.events.step.TaskSequenceStep;

/** Takes the context of a step when a worker claims it. */
@Path(WorkerRoutes.CLAIMS)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Step claims")
class StepClaimResource {

    private final StepClaims claims;
    private final JsonBody bodies;

    @Inject
    StepClaimResource(StepClaims claims) {
        this.claims = claims;
        this.bodies = new JsonBody();
    }

    /** The answer to a claim. */
    @RegisterForReflection
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Claimed(UUID stepUuid) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "claimStep",
            summary = "Keep the context of a claimed step until its result comes",
            description = "Every replica sees it, and it survives a restart.")
    @org.eclipse.microprofile.openapi.annotations.parameters.RequestBody(
            required = true,
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "TaskSequenceStep")))
    @APIResponse(
            responseCode = "201",
            description = "Kept",
            content = @Content(schema = @Schema(implementation = Claimed.class)))
    @APIResponse(
            responseCode = "200",
            description = "The step had a claim: it is replaced, unless it is of a later attempt than this one,"
                    + " which then has no effect",
            content = @Content(schema = @Schema(implementation = Claimed.class)))
    @APIResponse(responseCode = "400", description = "Malformed JSON")
    @APIResponse(responseCode = "413", description = "Larger than tasker.ingress.max-body-size")
    @APIResponse(responseCode = "422", description = "Semantically invalid: see `errors`")
    @APIResponse(responseCode = "503", description = "The database is unavailable; retry after Retry-After")
    @Cancellable(false)
    public Uni<RestResponse<Claimed>> claim(@Context RoutingContext exchange) {
        var context = TaskSequenceStep.of(bodies.read(BodyReader.body(exchange)), "");
        return BodyReader.inFlight(exchange, claims.claim(context))
                .map(isNew -> ResponseBuilder.create(
                                isNew ? Status.CREATED : Status.OK, new Claimed(context.stepUuid()))
                        .build());
    }
}
