package systems.tasker.events.http.simulation;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.RestResponse.Status;

import systems.tasker.events.http.QueryParameter;
import systems.tasker.events.http.TemplateBodies;
import systems.tasker.events.json.InputProblem;
import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.template.KnownPublishers;
import systems.tasker.events.template.TemplateCatalog;
import systems.tasker.events.template.TemplateSource;

/** Starts, shows and cancels simulations. */
@Path("/v1/simulations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Simulations")
class SimulationResource {

    private static final int DAYS = 7;
    private static final int MAX_DAYS = 365;
    private static final int MAX_SAMPLE = 1_000_000;
    private static final String MISSING = "This instance has no such simulation: it keeps the last one.";

    private final Simulations simulations;

    @Inject
    SimulationResource(Simulations simulations) {
        this.simulations = simulations;
    }

    @POST
    @Consumes({TemplateBodies.YAML, MediaType.APPLICATION_JSON})
    @Operation(
            operationId = "startSimulation",
            summary = "Simulate recorded results with the templates in the body",
            description = "In place of the active templates, all of them. Nothing is published and nothing is stored.")
    @RequestBody(
            required = true,
            content = {
                @Content(mediaType = TemplateBodies.YAML, schema = @Schema(ref = "Templates")),
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "TemplateFiles"))
            })
    @APIResponse(
            responseCode = "202",
            description = "Started; `Location` has progress and report",
            content = @Content(schema = @Schema(implementation = SimulationView.class)))
    @APIResponse(responseCode = "400", description = "Neither UTF-8 text nor a JSON object of strings")
    @APIResponse(
            responseCode = "422",
            description = "The templates have problems, or a parameter is invalid: see `errors`")
    @APIResponse(responseCode = "503", description = "This instance runs another simulation")
    @Blocking
    public RestResponse<SimulationView> start(
            @Context RoutingContext exchange,
            @Context HttpHeaders headers,
            @Parameter(description = "Age of the oldest results in days", schema = @Schema(type = SchemaType.INTEGER))
                    @RestQuery("days")
                    String days,
            @Parameter(description = "The one namespace whose results are simulated") @RestQuery("namespace")
                    String namespace,
            @Parameter(description = "One of so many results is simulated", schema = @Schema(type = SchemaType.INTEGER))
                    @RestQuery("sample")
                    String sample) {
        var sources = TemplateBodies.of(exchange, headers.getMediaType());
        var view = simulations.start(new Simulations.Request(
                catalog(sources),
                Duration.ofDays(QueryParameter.number("days", days, DAYS, 1, MAX_DAYS)),
                Optional.ofNullable(QueryParameter.text("namespace", namespace)),
                (int) QueryParameter.number("sample", sample, 1, 1, MAX_SAMPLE)));
        return ResponseBuilder.create(Status.ACCEPTED, view)
                .location(URI.create("/v1/simulations/" + view.id()))
                .build();
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "getSimulation", summary = "The progress of a simulation, then its report")
    @APIResponse(
            responseCode = "200",
            description = "The simulation",
            content = @Content(schema = @Schema(implementation = SimulationView.class)))
    @APIResponse(responseCode = "404", description = MISSING)
    public SimulationView simulation(@RestPath UUID id) {
        return job(id).view();
    }

    @DELETE
    @Path("{id}")
    @Operation(
            operationId = "cancelSimulation",
            summary = "Cancel a simulation",
            description = "It ends after the result in progress, and keeps its report.")
    @APIResponse(responseCode = "204", description = "It ends, or has ended")
    @APIResponse(responseCode = "404", description = MISSING)
    public void cancel(@RestPath UUID id) {
        job(id).cancel();
    }

    private SimulationJob job(UUID id) {
        return simulations.find(id).orElseThrow(() -> new NotFoundException(MISSING));
    }

    private static TemplateCatalog catalog(List<TemplateSource> sources) {
        try {
            return TemplateCatalog.of(sources, KnownPublishers.any());
        } catch (ConfigurationException problems) {
            throw new InvalidInputException(InputProblem.invalid("", problems.getMessage()));
        }
    }
}
