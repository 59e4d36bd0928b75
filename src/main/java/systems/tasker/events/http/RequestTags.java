package systems.tasker.events.http;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.http.Outcome;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.quarkus.micrometer.runtime.HttpServerMetricsTagsContributor;
import io.quarkus.runtime.StartupEvent;

import systems.tasker.events.observability.Lifecycle;

/**
 * Bounds the tags of the HTTP server's meters, so that callers cannot create time series: methods that HTTP does not define share one
 * value, and so do paths that belong to no route.
 *
 * <p>Requests that a filter rejects have no route yet, and Quarkus would tag them with their paths. The limit of Quarkus on the values of
 * {@code uri} does not help: it leaves out whatever comes after the first hundred.
 */
@Singleton
class RequestTags implements HttpServerMetricsTagsContributor {

    static final String OTHER_METHOD = "OTHER";
    static final String UNMATCHED = "/unmatched";

    private static final String METERS = "http.server.";
    private static final String REQUESTS = "http.server.requests";
    private static final String METHOD = "method";
    private static final String URI = "uri";
    // Where Quarkus REST keeps the path template of the method that it calls.
    private static final String TEMPLATE = "UrlPathTemplate";
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "UNKNOWN");
    private static final Set<String> CONSTANT_URIS =
            Set.of(UNMATCHED, "root", "NOT_FOUND", "REDIRECTION", "UNKNOWN", "/cors-preflight");
    private static final int UNAVAILABLE = 503;
    // Quarkus references what they show weakly: they are NaN once the garbage was collected.
    // vertx.http.connections.current and tasker.ingress.saturation show the same.
    private static final Set<String> BROKEN = Set.of("http.server.active.connections", "http.server.active.requests");
    /** The status of a success, by route. */
    private static final Map<String, Integer> SUCCESS =
            Map.of(WorkerRoutes.RESULTS, 202, WorkerRoutes.BATCH, 207, WorkerRoutes.CLAIMS, 201);

    /** The path templates of this application, as far as they were called. */
    private final Set<String> routes = ConcurrentHashMap.newKeySet();

    RequestTags() {
        routes.addAll(WorkerRoutes.ALL);
    }

    /** Learns the route of a request before Quarkus looks for its meter; adds no tag. */
    @Override
    public Tags contribute(Context request) {
        String template = request.requestContextLocalData(TEMPLATE);
        if (template != null) {
            routes.add(
                    template.length() > 1 && template.endsWith("/")
                            ? template.substring(0, template.length() - 1)
                            : template);
        }
        return Tags.empty();
    }

    @Produces
    @Singleton
    MeterFilter bounds() {
        return new MeterFilter() {
            @Override
            public MeterFilterReply accept(Meter.Id id) {
                return BROKEN.contains(id.getName()) ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
            }

            @Override
            public Meter.Id map(Meter.Id id) {
                return id.getName().startsWith(METERS) ? bounded(id) : id;
            }
        };
    }

    /** Series that alerts use exist from the start, so that the first failure is an increase and not a new series. */
    void register(@Observes @Priority(Lifecycle.START_METERS) StartupEvent start, MeterRegistry registry) {
        SUCCESS.forEach((route, success) -> {
            register(registry, route, success);
            register(registry, route, UNAVAILABLE);
        });
    }

    private static void register(MeterRegistry registry, String route, int status) {
        Timer.builder(REQUESTS)
                .description("HTTP server request processing time")
                .tags(METHOD, "POST", URI, route, "status", Integer.toString(status))
                .tags(Tags.of(Outcome.forStatus(status).asTag()))
                .register(registry);
    }

    Meter.Id bounded(Meter.Id id) {
        var method = id.getTag(METHOD);
        var uri = id.getTag(URI);
        var isOther = method != null && !METHODS.contains(method);
        var isUnmatched = uri != null && !routes.contains(uri) && !CONSTANT_URIS.contains(uri);
        if (!isOther && !isUnmatched) {
            return id;
        }
        var tags = Tags.of(id.getTags());
        tags = isOther ? tags.and(METHOD, OTHER_METHOD) : tags;
        return id.replaceTags(isUnmatched ? tags.and(URI, UNMATCHED) : tags);
    }
}
