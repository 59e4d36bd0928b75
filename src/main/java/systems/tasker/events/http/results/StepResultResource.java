package systems.tasker.events.http.results;

import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.server.Cancellable;

import systems.tasker.events.http.BodyReader;
import systems.tasker.events.http.Problems;
import systems.tasker.events.http.WorkerRoutes;
import systems.tasker.events.json.JsonBody;
import systems.tasker.events.publication.Acceptance;
import systems.tasker.events.publication.StepResultProcessor;
import systems.tasker.events.publication.StepResultSubmission;
import systems.tasker.events.publication.store.PublicationReceipt;
import systems.tasker.events.publication.store.ResultLedger;

/** Takes step results, and shows the receipts again. */
@Path(WorkerRoutes.RESULTS)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Step results")
class StepResultResource {

    private final StepResultProcessor processor;
    private final ResultLedger ledger;
    private final JsonBody bodies;

    @Inject
    StepResultResource(StepResultProcessor processor, ResultLedger ledger) {
        this.processor = processor;
        this.ledger = ledger;
        this.bodies = new JsonBody();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "submitStepResult",
            summary = "Submit the result of a step",
            description =
                    "A 2xx means that the result, the notification of orchestration and all durable events are committed.")
    @org.eclipse.microprofile.openapi.annotations.parameters.RequestBody(
            required = true,
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "StepResult")))
    @APIResponse(
            responseCode = "202",
            description = "Accepted now",
            content = @Content(schema = @Schema(implementation = PublicationReceipt.class)))
    @APIResponse(
            responseCode = "200",
            description = "The same result was accepted before; its receipt, and nothing is published again",
            content = @Content(schema = @Schema(implementation = PublicationReceipt.class)))
    @APIResponse(responseCode = "409", description = "Another result was accepted for this attempt before")
    @APIResponse(responseCode = "400", description = "Malformed JSON")
    @APIResponse(responseCode = "413", description = "Larger than tasker.ingress.max-body-size")
    @APIResponse(responseCode = "422", description = "Semantically invalid: see `errors`")
    @APIResponse(responseCode = "503", description = "The database is unavailable; retry after Retry-After")
    // What began must end: with half a journey walked, its in-process events would be lost uncounted.
    @Cancellable(false)
    public Uni<RestResponse<PublicationReceipt>> submit(@Context RoutingContext exchange) {
        var submission =
                StepResultSubmission.of(bodies.read(BodyReader.body(exchange))).in(CallerTrace.of(exchange));
        return BodyReader.inFlight(exchange, processor.process(submission)).map(StepResultResource::response);
    }

    @GET
    @Path("{step_uuid}")
    @Operation(operationId = "getStepReceipts", summary = "The receipts of a step, one per attempt, oldest first")
    @APIResponse(
            responseCode = "200",
            description = "The receipts",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = PublicationReceipt.class)))
    @APIResponse(responseCode = "404", description = "No result of this step was accepted")
    public Uni<List<PublicationReceipt>> receipts(@RestPath("step_uuid") UUID stepUuid) {
        return ledger.receipts(stepUuid).onItem().invoke(receipts -> {
            if (receipts.isEmpty()) {
                throw new NotFoundException("No result of step " + stepUuid + " was accepted");
            }
        });
    }

    private static RestResponse<PublicationReceipt> response(Acceptance acceptance) {
        return switch (acceptance.kind()) {
            case ACCEPTED -> ResponseBuilder.accepted(acceptance.receipt()).build();
            case REPLAYED ->
                ResponseBuilder.ok(acceptance.receipt())
                        .header("Idempotent-Replayed", true)
                        .build();
            case CONFLICT -> throw Problems.conflict(acceptance.receipt()).build();
        };
    }
}
