package systems.tasker.events.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The built service as a user starts it: without authentication, and with no setting but addresses and paths. */
final class Service implements AutoCloseable {

    private static final Duration START_TIME = Duration.ofMinutes(5);
    private static final int OK = 200;

    private final Process process;
    private final String url;

    private Service(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** Starts the service and waits until it is ready. @param templates as many task templates, of which one is used */
    static Service start(Settings settings, Database database, int templates) {
        return start(settings, database, templates, List.of());
    }

    /** The same with further system properties. */
    static Service start(Settings settings, Database database, int templates, List<String> properties) {
        return start(settings, settings.service(), "service", database, templates, properties);
    }

    /** Starts the service with a task template in each of so many namespaces. */
    static Service startWithNamespaces(Settings settings, Database database, int namespaces) {
        return start(settings, settings.service(), "namespaces", database, namespaces, List.of());
    }

    /** Starts what the service is compared with: the build of these benchmarks has further endpoints. */
    static Service startPeers(Settings settings, Database database) {
        return start(settings, Program.of(settings.directory()), "peers", database, 1, List.of());
    }

    /** Starts another build of the service. */
    static Service startBaseline(Settings settings, Program build, Database database, int templates) {
        return start(settings, build, "service", database, templates, List.of());
    }

    private static Service start(
            Settings settings,
            Program program,
            String kind,
            Database database,
            int templates,
            List<String> furtherProperties) {
        var name = kind + "-" + database.name() + "-" + templates;
        var log = settings.directory().resolve("logs/" + name + ".log");
        int port = freePort();
        int managementPort = freePort();
        var properties = new ArrayList<>(List.of(
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.management.port=" + managementPort,
                "-Dtasker.auth=none",
                "-Dquarkus.datasource.reactive.url=" + database.reactiveUrl(),
                "-Dtasker.templates.path="
                        + templates(
                                settings.directory().resolve("templates-" + name),
                                templates,
                                kind.equals("namespaces"))));
        properties.addAll(furtherProperties);
        var service = new Service(Children.start(program.command(properties), log, false), "http://127.0.0.1:" + port);
        service.awaitReady(log, managementPort);
        return service;
    }

    String url() {
        return url;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        Children.stop(process);
    }

    /** Throws when the service has ended, so that no benchmark waits for it. */
    void checkRunning() {
        if (!process.isAlive()) {
            throw new IllegalStateException("The service ended with code " + process.exitValue());
        }
    }

    private void awaitReady(Path log, int managementPort) {
        var client = HttpClient.newHttpClient();
        var question = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/q/health/ready"))
                .build();
        var deadline = System.nanoTime() + START_TIME.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            try {
                if (client.send(question, BodyHandlers.discarding()).statusCode() == OK) {
                    return;
                }
            } catch (IOException notYet) {
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            } catch (InterruptedException interrupted) {
                break;
            }
        }
        throw new IllegalStateException("The service did not start, see " + log);
    }

    /** The first is the one that is used, the others differ from it in their names or in their namespaces. */
    private static Path templates(Path directory, int count, boolean inNamespaces) {
        try {
            var template = Files.readString(Path.of("src/bench/tasks/benchmark.yaml"));
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("accept.yaml"), template);
            for (int i = 1; i < count; i++) {
                Files.writeString(
                        directory.resolve("other-" + i + ".yaml"),
                        inNamespaces
                                ? template.replace(": benchmark\n", ": benchmark_%011d\n".formatted(i))
                                : template.replace("name: accept\n", "name: other_" + i + "\n"));
            }
            return directory;
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }
}
