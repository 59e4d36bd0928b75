package systems.tasker.events.http.results;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import systems.tasker.events.http.BodyReader;
import systems.tasker.events.json.InputProblem;
import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.json.Json;
import systems.tasker.events.json.JsonBody;
import systems.tasker.events.publication.DryRun;
import systems.tasker.events.publication.DryRun.Planned;
import systems.tasker.events.publication.PublicationOutcome.Reason;
import systems.tasker.events.publication.StepResultSubmission;
import systems.tasker.events.publisher.PublisherRegistry;
import systems.tasker.events.step.AttemptsConvention;
import systems.tasker.events.template.TaskTemplate;
import systems.tasker.events.template.TemplateCatalog;

/** Tells what would become of a result; nothing is accepted, published or stored. */
@Path("/v1/step-results/preview")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Step results")
class PreviewResource {

    private final TemplateCatalog templates;
    private final PublisherRegistry publishers;
    private final AttemptsConvention convention;
    private final JsonBody bodies = new JsonBody();
    private List<TaskTemplate> active = List.of();
    private DryRun dryRun;

    @Inject
    PreviewResource(TemplateCatalog templates, PublisherRegistry publishers, AttemptsConvention convention) {
        this.templates = templates;
        this.publishers = publishers;
        this.convention = convention;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "previewStepResult",
            summary = "What would be published for a result, and why not; nothing is accepted, published or stored",
            description =
                    "With the active templates. Of a publisher, shouldPublish, transformPayload and additionalMetadata are"
                            + " called, and no hook that has effects.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "StepResult")))
    @APIResponse(
            responseCode = "200",
            description = "The declared events, each with what would become of it",
            content = @Content(schema = @Schema(implementation = Preview.class)))
    @APIResponse(responseCode = "400", description = "Malformed JSON")
    @APIResponse(responseCode = "422", description = "Semantically invalid, or without a context: see `errors`")
    public Uni<Preview> preview(@Context RoutingContext exchange) {
        var submission = StepResultSubmission.of(bodies.read(BodyReader.body(exchange)));
        if (submission.inlineContext().isEmpty()) {
            throw new InvalidInputException(InputProblem.invalid("/task_sequence_step", "is required for a preview"));
        }
        return BodyReader.inFlight(exchange, dryRun().plan(submission)).map(this::preview);
    }

    /** It knows the queues of the templates that were active when it was made. */
    private synchronized DryRun dryRun() {
        var current = List.copyOf(templates.templates());
        if (dryRun == null || !current.equals(active)) {
            active = current;
            dryRun = DryRun.of(templates, publishers, convention, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        }
        return dryRun;
    }

    private Preview preview(DryRun.Plan plan) {
        return new Preview(
                plan.undeclared().map(Reason::label).orElse(null),
                plan.events().stream().map(this::event).toList());
    }

    private Preview.Event event(Planned planned) {
        var declaration = planned.declaration();
        return new Preview.Event(
                declaration.name().value(),
                planned.status().label(),
                planned.reason().map(Reason::label).orElse(null),
                planned.violations(),
                declaration.deliveryMode().label(),
                planned.queues(),
                planned.orderingKey().orElse(null),
                planned.event().map(Json::tree).map(templates::masked).orElse(null));
    }
}
