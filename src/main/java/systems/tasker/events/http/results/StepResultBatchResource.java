package systems.tasker.events.http.results;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import io.opentelemetry.api.trace.SpanContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.server.Cancellable;

import systems.tasker.events.http.BodyReader;
import systems.tasker.events.http.Caller;
import systems.tasker.events.http.ResultRate;
import systems.tasker.events.http.WorkerRoutes;
import systems.tasker.events.publication.StepResultProcessor;
import systems.tasker.events.publication.StepResultSubmission;

/** Takes many step results at once; each is answered for itself, in the order of the request. */
@Path(WorkerRoutes.BATCH)
@Tag(name = "Step results")
class StepResultBatchResource {

    private static final String NDJSON = "application/x-ndjson";
    private static final int MULTI_STATUS = 207;

    private final StepResultProcessor processor;
    private final BatchReader batches;
    private final ResultRate rate;

    @Inject
    StepResultBatchResource(StepResultProcessor processor, ResultRate rate) {
        this.processor = processor;
        this.rate = rate;
        this.batches = new BatchReader();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Cancellable(false)
    @Operation(
            operationId = "submitStepResults",
            summary = "Submit the results of many steps",
            description =
                    "As a JSON array, answered whole, or one per line (application/x-ndjson), answered as they end.")
    @RequestBody(
            required = true,
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "StepResultBatch")),
                @Content(mediaType = NDJSON, schema = @Schema(ref = "StepResult"))
            })
    @APIResponse(
            responseCode = "207",
            description = "An answer per result: status, and receipt or problem",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = BatchItem.class)))
    public Uni<RestResponse<List<BatchItem>>> array(@Context RoutingContext exchange) {
        return answers(batches.array(BodyReader.body(exchange)), exchange)
                .collect()
                .asList()
                .map(items -> ResponseBuilder.<List<BatchItem>>create(MULTI_STATUS)
                        .entity(items)
                        .build());
    }

    @POST
    @Consumes(NDJSON)
    @Produces(NDJSON)
    @Operation(hidden = true)
    public Multi<BatchItem> lines(@Context RoutingContext exchange) {
        return RestMulti.fromMultiData(answers(batches.lines(BodyReader.body(exchange)), exchange))
                .status(MULTI_STATUS)
                .build();
    }

    /** Starts all, so that they share commits, and gives the answers in order. */
    private Multi<BatchItem> answers(List<Supplier<StepResultSubmission>> results, RoutingContext exchange) {
        // The first of them was counted when the request came.
        if (rate.isOn()) {
            rate.use(Caller.of(exchange), results.size() - 1);
        }
        var pass = BodyReader.pass(exchange);
        pass.hold();
        // Subscribed here and now: what began must end, whether the caller waits for the answers or not.
        var trace = CallerTrace.of(exchange);
        var started = results.stream()
                .map(result -> process(result, trace))
                .map(Uni::subscribeAsCompletionStage)
                .toList();
        CompletableFuture.allOf(started.toArray(CompletableFuture[]::new)).whenComplete((all, never) -> pass.release());
        return Multi.createFrom()
                .iterable(started)
                .onItem()
                .transformToUniAndConcatenate(Uni.createFrom()::completionStage);
    }

    private Uni<BatchItem> process(Supplier<StepResultSubmission> result, SpanContext trace) {
        return Uni.createFrom()
                .deferred(() -> processor.process(result.get().in(trace)))
                .map(BatchItem::of)
                .onFailure()
                .recoverWithItem(failure -> BatchItem.of(failure));
    }
}
