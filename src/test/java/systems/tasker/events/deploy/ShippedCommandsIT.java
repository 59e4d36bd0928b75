package systems.tasker.events.deploy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import systems.tasker.events.fixture.CommandRun;
import systems.tasker.events.fixture.ServiceProcess;
import systems.tasker.events.fixture.TwoRoles;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

/**
 * Every command of what is shipped starts with the environment that its container has, on a PostgreSQL that was prepared in the same order:
 * the migration first, then whatever serves.
 */
class ShippedCommandsIT {

    /** What a line of the log has that a start without problems does not write, as JSON or as text. */
    private static final String PROBLEM = "(?m)\"level\":\"(WARN|ERROR|FATAL)\"|^\\S+ \\S+ (WARN|ERROR|FATAL)|^\\s+at ";

    /** Of Kafka and of the issuer of tokens, neither of which is here; and of a service that everyone may call. */
    private static final List<String> EXPECTED = List.of("kafka", "OIDC", "login.example.com", "tasker.auth=none");

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path temporary;

    @Test
    void startsEveryContainerOfCompose() throws Exception {
        try (var postgres = new OrdinaryPostgres(temporary)) {
            // Given
            new TwoRoles(postgres.port()).create();
            var containers = ShippedContainer.ofCompose();
            assertThat(containers).extracting(ShippedContainer::name).containsExactly("migrate", "service");

            // Then
            startAll(containers, postgres.port());
        }
    }

    @ParameterizedTest
    @MethodSource("systems.tasker.events.deploy.Manifests#all")
    void startsEveryContainerOfAnOverlay(Manifests manifests) throws Exception {
        var hasCluster = manifests.of("Cluster").findAny().isPresent();
        // What the cluster promises, and the service demands.
        try (var postgres = new OrdinaryPostgres(temporary, hasCluster)) {
            // Given
            if (hasCluster) {
                new CloudNativePg(manifests, postgres.port()).bootstrap();
            }
            var containers = ShippedContainer.of(manifests, temporary);
            assertThat(containers).extracting(ShippedContainer::name).startsWith("migrate", "service");

            // Then
            startAll(containers, postgres.port());
        }
    }

    private void startAll(List<ShippedContainer> containers, int databasePort) throws Exception {
        for (var container : containers) {
            var environment = container.environment(databasePort);
            if (container.arguments().isEmpty()) {
                serve(container.name(), environment);
            } else {
                assertEnds(environment, container.arguments().toArray(String[]::new));
                // What needs no database needs no more of the environment either.
                assertEnds(environment, "check", environment.get("TASKER_TEMPLATES_PATH"));
                assertEnds(environment, "--version");
            }
        }
    }

    private static void assertEnds(Map<String, String> environment, String... arguments) throws Exception {
        var command = CommandRun.run(environment, arguments);

        assertThat(command.exitCode()).as(command.out() + command.err()).isZero();
        assertThat(command.out() + command.err()).doesNotContainPattern(PROBLEM);
    }

    private void serve(String name, Map<String, String> environment) throws Exception {
        var folder = Files.createDirectories(temporary.resolve(name));
        try (var service =
                ServiceProcess.embedded(Path.of(environment.get("TASKER_TEMPLATES_PATH")), folder, environment)) {
            var management = service.awaitManagementPort();
            await().untilAsserted(() -> assertThat(status(management, "/q/health/ready"))
                    .as(service.log())
                    .isEqualTo(200));
            assertThat(status(management, "/q/health/started")).isEqualTo(200);
            service.terminate();

            assertThat(service.awaitExit()).isEqualTo(128 + 15);
            assertThat(service.log().lines().filter(line -> EXPECTED.stream().noneMatch(line::contains)))
                    .noneMatch(line -> line.matches("(?s).*(" + PROBLEM + ").*"));
        }
    }

    private int status(int port, String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }
}
