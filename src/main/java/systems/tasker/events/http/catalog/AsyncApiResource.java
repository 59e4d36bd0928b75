package systems.tasker.events.http.catalog;

import java.util.HexFormat;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.common.annotation.Blocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

import systems.tasker.events.http.EntityTags;
import systems.tasker.events.json.Sha256;
import systems.tasker.events.subscriber.SubscriberRegistry;
import systems.tasker.events.template.TemplateCatalog;

/** The declared events as AsyncAPI, for tools that document events and generate code. */
@Path("/asyncapi")
// Writing the document of many templates would block an event loop for too long.
@Blocking
@Tag(name = "Catalogue")
class AsyncApiResource {

    private static final String YAML = "application/yaml";

    private final TemplateCatalog templates;
    private final SubscriberRegistry subscribers;
    private final AsyncApiConfig config;

    @Inject
    AsyncApiResource(TemplateCatalog templates, SubscriberRegistry subscribers, AsyncApiConfig config) {
        this.templates = templates;
        this.subscribers = subscribers;
        this.config = config;
    }

    @GET
    @Produces({MediaType.APPLICATION_JSON, YAML})
    @Operation(
            operationId = "getAsyncApi",
            summary = "The declared events as an AsyncAPI 3.0.0 document",
            description = "JSON, or YAML if the caller accepts it or requests it with `format`.")
    @APIResponse(
            responseCode = "200",
            description = "The document of the active templates",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = SchemaType.OBJECT)),
                @Content(mediaType = YAML, schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(responseCode = "304", description = "Unchanged since the `ETag` that the caller sent")
    @APIResponse(responseCode = "406", description = "The caller accepts neither JSON nor YAML")
    @APIResponse(responseCode = "422", description = "There is no such format")
    public Response document(
            @Parameter(description = "`json` or `yaml`; takes precedence over `Accept`") @RestQuery String format,
            @Context HttpHeaders headers) {
        var written = format == null
                ? DocumentFormat.accepted(headers.getAcceptableMediaTypes())
                : DocumentFormat.named(format);
        var body = written.bytes(AsyncApiDocument.of(templates.templates(), subscribers.all(), config));
        var tag = digest(body);
        var answer = EntityTags.isKnown(headers, tag) ? Response.notModified() : Response.ok(body, written.mediaType());
        return answer.tag(new EntityTag(tag))
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .build();
    }

    private static String digest(byte[] body) {
        // Half of the digest is enough to distinguish documents.
        return HexFormat.of().formatHex(Sha256.of(body), 0, 16);
    }
}
