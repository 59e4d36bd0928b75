package systems.tasker.events.http.stream;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import systems.tasker.events.event.EventIds;
import systems.tasker.events.http.Caller;
import systems.tasker.events.http.ConnectionLimit;
import systems.tasker.events.http.SaturatedException;
import systems.tasker.events.observability.Lifecycle;
import systems.tasker.events.publication.PublicationListener;
import systems.tasker.events.publication.PublicationOutcome;
import systems.tasker.events.template.TemplateCatalog;

/**
 * Records every published event, and those that were not while readers ask for them, and manages the readers.
 *
 * <p>Events come from any thread; a reader belongs to the event loop of its connection.
 */
@Singleton
class EventStream implements PublicationListener {

    // Small events are bounded by their number, large ones by their bytes.
    private static final int MAX_EVENTS = 10_000;
    private static final long MAX_BYTES = 16 << 20;
    // After the last reader has left, for readers that reconnect.
    private static final Duration RETENTION = Duration.ofMinutes(5);
    // Bytes written to a reader at once; as many may wait for its socket before it gets no more.
    private static final int CHUNK_SIZE = 16 << 10;
    // Proxies close a connection that is idle for a minute, and so does this service.
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final Map<Context, ReaderLoop> loops = new ConcurrentHashMap<>();
    private final Vertx vertx;
    private final Clock clock;
    private final EventRing ring;
    private final SseEncoder encoder;
    private final ReaderQuota quota;
    private final Thread endAtExit = new Thread(this::end, "event-stream-end");
    private volatile boolean ended;
    private volatile boolean keepsUnpublished;
    private long forgetting;

    EventStream(
            @ConfigProperty(name = ConnectionLimit.PROPERTY) int connections,
            Vertx vertx,
            TemplateCatalog templates,
            Clock clock) {
        this.vertx = vertx;
        this.clock = clock;
        this.ring = new EventRing(MAX_EVENTS, MAX_BYTES);
        this.quota = ReaderQuota.of(connections);
        this.encoder = new SseEncoder(new EventIds().next().toString(), templates::masked);
    }

    @Override
    public void onOutcome(PublicationOutcome outcome) {
        if (outcome.event().isPresent()) {
            ring.append(outcome.event().get());
        } else if (keepsUnpublished) {
            ring.append(UnpublishedEvent.of(outcome, clock.instant()));
        }
    }

    /**
     * Answers a request with events, from now on until its connection closes or this instance shuts down. Called on the event loop of the
     * connection.
     *
     * @param lastEventId the id of the last event that the reader received; null for a new reader
     * @throws SaturatedException when the limit of readers, or of readers of this caller, is reached
     */
    void open(RoutingContext exchange, EventFilter filter, String lastEventId) {
        if (exchange.response().closed()) {
            // The close handler would not be called for this reader.
            return;
        }
        var caller = Caller.of(exchange).identity();
        enter(caller, filter);
        var loop = loops.computeIfAbsent(
                VertxContext.getRootContext(vertx.getOrCreateContext()), context -> new ReaderLoop(vertx, context));
        var response = exchange.response()
                .setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                // nginx would buffer events until its buffer is full.
                .putHeader("X-Accel-Buffering", "no");
        var end = ring.end();
        var last = lastEventId == null ? end - 1 : encoder.sequence(lastEventId).orElse(Long.MAX_VALUE);
        var isOurs = last >= 0 && last < end;
        var reader = new StreamReader(
                ring, encoder, filter, response, CHUNK_SIZE, HEARTBEAT.toNanos(), isOurs ? last + 1 : end);
        exchange.addEndHandler(gone -> {
            loop.remove(reader);
            leave(caller);
        });
        reader.sendPosition(!isOurs, System.nanoTime());
        loop.add(reader);
        if (ended) {
            reader.end();
        }
    }

    private synchronized void enter(String caller, EventFilter filter) {
        if (ended) {
            throw new SaturatedException("This instance is shutting down.");
        }
        var isFirst = quota.isEmpty();
        quota.enter(caller);
        if (isFirst) {
            vertx.cancelTimer(forgetting);
            ring.keep();
        }
        if (!filter.isOfPublished()) {
            keepsUnpublished = true;
        }
    }

    private synchronized void leave(String caller) {
        quota.leave(caller);
        if (quota.isEmpty()) {
            forgetting = vertx.setTimer(RETENTION.toMillis(), timer -> forget());
        }
    }

    private synchronized void forget() {
        if (quota.isEmpty()) {
            ring.forget();
            keepsUnpublished = false;
        }
    }

    /** Ends all streams when the process receives the stop signal: Quarkus fires its event only after all requests have ended. */
    void endAtExit(@Observes @Priority(Lifecycle.START_STREAM) StartupEvent start) {
        Runtime.getRuntime().addShutdownHook(endAtExit);
    }

    void end(@Observes @Priority(Lifecycle.STOP_STREAM) ShutdownEvent stop) {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(endAtExit);
        } catch (IllegalStateException exiting) {
            // The hook is running or has run.
        }
    }

    private void end() {
        ended = true;
        loops.forEach((context, loop) -> context.runOnContext(now -> loop.end()));
    }
}
