package systems.tasker.events.http.catalog;

import java.util.List;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.common.annotation.NonBlocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

import systems.tasker.events.publisher.PublisherRegistry;
import systems.tasker.events.subscriber.SubscriberRegistry;
import systems.tasker.events.subscriber.SubscriberStatistics;
import systems.tasker.events.template.TemplateCatalog;

/** Loaded templates, publishers and subscribers. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Tag(name = "Catalogue")
class CatalogueResource {

    private final TemplateCatalog templates;
    private final PublisherRegistry publishers;
    private final SubscriberRegistry subscribers;

    @Inject
    CatalogueResource(TemplateCatalog templates, PublisherRegistry publishers, SubscriberRegistry subscribers) {
        this.templates = templates;
        this.publishers = publishers;
        this.subscribers = subscribers;
    }

    @GET
    @Path("templates")
    @Operation(operationId = "listTemplates", summary = "Every loaded task template, with its declared events")
    public List<TemplateView> templates() {
        return templates.templates().stream().map(TemplateView::of).toList();
    }

    @GET
    @Path("templates/{namespace}/{name}/{version}")
    @Operation(operationId = "getTemplate", summary = "One task template")
    @APIResponse(
            responseCode = "200",
            description = "The active template",
            content = @Content(schema = @Schema(implementation = TemplateView.class)))
    @APIResponse(responseCode = "404", description = "No such template is loaded")
    public TemplateView template(@RestPath String namespace, @RestPath String name, @RestPath String version) {
        return templates
                .find(namespace, name, version)
                .map(TemplateView::of)
                .orElseThrow(() -> new NotFoundException("No such template is loaded"));
    }

    @GET
    @Path("publishers")
    @Operation(operationId = "listPublishers", summary = "The publishers that templates may name")
    public List<PublisherView> publishers() {
        return publishers.all().stream().map(PublisherView::of).toList();
    }

    @GET
    @Path("subscribers")
    @Operation(operationId = "listSubscribers", summary = "The subscribers of this instance and their counts")
    public List<SubscriberStatistics> subscribers() {
        return subscribers.statistics();
    }
}
