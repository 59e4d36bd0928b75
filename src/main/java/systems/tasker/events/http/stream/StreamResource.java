package systems.tasker.events.http.stream;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;

/** The events of this instance as they happen. */
@Path("/v1/events/stream")
@Tag(name = "Events")
class StreamResource {

    private final EventStream stream;

    @Inject
    StreamResource(EventStream stream) {
        this.stream = stream;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "streamEvents",
            summary = "Every event of this instance as it happens, as server-sent events",
            description =
                    "Fast and durable ones, after the commit. Events have to match all given parameters."
                            + " An event `gap` reports the number of events that the reader missed."
                            + " With `outcome`, those that were not published are streamed as events `outcome`, with the reason.")
    @APIResponse(
            responseCode = "200",
            description = "`id` is the instance and its sequence, `event` the event's name, `data` the event",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "422", description = "A parameter is invalid: see `errors`")
    @APIResponse(
            responseCode = "503",
            description = "The limit of readers, or of readers of this caller, is reached; retry after Retry-After")
    public Uni<Void> stream(
            @Context RoutingContext exchange,
            @Parameter(description = "A pattern that event names match; `*` stands for any characters") @RestQuery
                    String pattern,
            @Parameter(description = "The namespace of the task") @RestQuery String namespace,
            @Parameter(description = "The correlation id of the task") @RestQuery("correlation_id")
                    String correlationId,
            @Parameter(
                            description =
                                    "`published` by default; events of another outcome are kept while readers ask for them",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {
                                                "all",
                                                "published",
                                                "skipped",
                                                "rejected",
                                                "failed",
                                                "dropped"
                                            },
                                            defaultValue = "published"))
                    @RestQuery
                    String outcome,
            @Parameter(description = "The last `id` received; the stream continues after it")
                    @RestHeader("Last-Event-ID")
                    String lastEventId) {
        if (exchange.request().method() == HttpMethod.HEAD) {
            // A stream has no end that the caller could wait for. Ended once Quarkus REST waits: before, that is an
            // error to it.
            exchange.response().putHeader(HttpHeaders.CONTENT_TYPE, MediaType.SERVER_SENT_EVENTS);
            exchange.vertx().runOnContext(waiting -> exchange.response().end());
            return Uni.createFrom().nothing();
        }
        stream.open(exchange, EventFilter.of(pattern, namespace, correlationId, outcome), lastEventId);
        // From here on the stream writes to the connection itself, without Quarkus REST.
        return Uni.createFrom().nothing();
    }
}
