package systems.tasker.events.http.catalog;

import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import systems.tasker.events.http.TemplateBodies;
import systems.tasker.events.template.ReloadResult.Outcome;
import systems.tasker.events.template.TemplateReload;

/** Reloads the templates on demand, and validates templates without activating them. */
// No longer path: Quarkus REST would then route all of /v1/templates to this class.
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Catalogue")
class TemplateReloadResource {

    private final TemplateReload reload;

    @Inject
    TemplateReloadResource(TemplateReload reload) {
        this.reload = reload;
    }

    @POST
    @Path("templates/reload")
    @Operation(
            operationId = "reloadTemplates",
            summary = "Read the template files again and activate them, all or none",
            description = "Also happens automatically when the files change. The body is empty.")
    @APIResponse(
            responseCode = "200",
            description = "Activated; what has changed",
            content = @Content(schema = @Schema(implementation = ReloadView.class)))
    @APIResponse(responseCode = "409", description = "The files have problems, see `errors`; the active templates stay")
    public ReloadView reload(@Context UriInfo request) {
        var result = reload.reload();
        if (result.outcome() == Outcome.REFUSED) {
            throw InvalidTemplates.problem(result.problems(), request.getPath());
        }
        return ReloadView.of(result);
    }

    @POST
    @Path("templates/validate")
    @Consumes({TemplateBodies.YAML, MediaType.APPLICATION_JSON})
    @Operation(
            operationId = "validateTemplates",
            summary = "Validate the templates in the body",
            description = "Nothing is stored. Schemas are compared with those of the active templates.")
    @RequestBody(
            required = true,
            content = {
                @Content(mediaType = TemplateBodies.YAML, schema = @Schema(ref = "Templates")),
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "TemplateFiles"))
            })
    @APIResponse(
            responseCode = "200",
            description =
                    "Whether they are valid, all problems, and as warnings the unknown keys and misspelled keywords of declared events",
            content = @Content(schema = @Schema(implementation = ValidationView.class)))
    @APIResponse(responseCode = "400", description = "Neither UTF-8 text nor a JSON object of strings")
    public ValidationView validate(@Context RoutingContext exchange, @Context HttpHeaders headers) {
        var sources = TemplateBodies.of(exchange, headers.getMediaType());
        return ValidationView.of(sources.size(), reload.validate(sources));
    }
}
