package systems.tasker.events.http.results;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import systems.tasker.events.json.Json;
import systems.tasker.events.json.JsonBody;
import systems.tasker.events.observability.Lifecycle;
import systems.tasker.events.publication.StepResultSubmission;
import systems.tasker.events.publication.store.PublicationReceipt;
import systems.tasker.events.publication.store.PublicationReceipt.Notification;
import systems.tasker.events.template.TemplateCatalog;

/**
 * Loads, before the service listens, the classes that a connection, a request and a result need: a process without a file descriptor left
 * cannot open the jar of a class, and its event loops end at the first class that is missing.
 *
 * <pre>
 *     two requests on a port of the loopback interface, for a path that no meter, trace or endpoint knows
 *     one result: read ─▶ its definition and schema ─▶ receipt, without a ledger
 * </pre>
 *
 * <p>Nothing of it is counted or stored, and a failure is of no consequence. A native binary has its classes in memory, and skips it.
 */
@Singleton
class WarmUp {

    private static final Logger LOG = Logger.getLogger(WarmUp.class);

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final String START =
            "POST /q/warm-up HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\nContent-Type: application/json\r\n";
    // Both ways to send a body.
    private static final String REQUESTS = START + "Content-Length: 2\r\n\r\n{}" + START
            + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n2\r\n{}\r\n0\r\n\r\n";
    private static final String RESULT = """
            {"step_uuid": "00000000-0000-0000-0000-000000000001", "success": true, "status": "completed",
             "result": {"text": "a", "number": 1.5, "list": [true, null]}, "metadata": {"execution_time_ms": 1}, "attempt": 1,
             "task_sequence_step": {
               "task": {"task": {"task_uuid": "00000000-0000-0000-0000-000000000002", "correlation_id": "warm-up"},
                        "task_name": "warm_up", "task_version": "1.0.0", "namespace_name": "warm_up"},
               "workflow_step": {"workflow_step_uuid": "00000000-0000-0000-0000-000000000001", "name": "warm_up", "attempts": 1},
               "step_definition": {"name": "warm_up", "publishes_events": [
                 {"name": "warm.up", "delivery_mode": "fast", "schema": {
                   "type": "object", "required": ["text"], "properties": {
                     "text": {"type": "string", "pattern": "^a"}, "number": {"type": "number", "minimum": 0},
                     "list": {"type": "array", "items": {"enum": [true, null]}}}}}]}}}
            """;

    private final Vertx vertx;
    private final JsonBody bodies;
    private final TemplateCatalog templates;
    /** False in commands and in a relay, which have no callers. */
    private final boolean listens;

    WarmUp(
            Vertx vertx,
            TemplateCatalog templates,
            @ConfigProperty(name = "quarkus.http.host-enabled", defaultValue = "true") boolean listens) {
        this.vertx = vertx;
        this.bodies = new JsonBody();
        this.templates = templates;
        this.listens = listens;
    }

    void run(@Observes @Priority(Lifecycle.START_WARM_UP) StartupEvent start) {
        if (!listens || ImageMode.current().isNativeImage()) {
            return;
        }
        try {
            result();
            requests();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (Exception harmless) {
            LOG.debug("Warm-up failed, the first requests take longer", harmless);
        }
    }

    private void result() {
        var submission = StepResultSubmission.of(bodies.read(RESULT.getBytes(StandardCharsets.UTF_8)));
        var result = submission.result();
        templates
                .definitionOf(submission.inlineContext().orElseThrow(), "")
                .orElseThrow()
                .publishesEvents()
                .forEach(declared -> declared.schema().orElseThrow().evaluate(result.result()));
        Json.write(
                new PublicationReceipt(result.stepUuid(), 1, "success", new Notification("warm_up", null), List.of()));
    }

    /** What the service listens with later, on a port of its own. */
    private void requests() throws Exception {
        var loopback = InetAddress.getLoopbackAddress();
        var server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost(loopback.getHostAddress())
                        .setPort(0)
                        .setIdleTimeout((int) TIMEOUT.toSeconds()))
                .requestHandler(VertxHttpRecorder.getRootHandler());
        try {
            exchange(loopback, await(server));
        } finally {
            server.close();
        }
    }

    private static int await(HttpServer server) throws Exception {
        return server.listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                .actualPort();
    }

    private static void exchange(InetAddress loopback, int port) throws IOException {
        try (var socket = new Socket(loopback, port)) {
            socket.setSoTimeout((int) TIMEOUT.toMillis());
            socket.getOutputStream().write(REQUESTS.getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
        }
    }
}
