package systems.tasker.events.deploy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import systems.tasker.events.fixture.ServiceProcess;
import systems.tasker.events.fixture.Tool;
import systems.tasker.events.fixture.Waits;

import static org.assertj.core.api.Assertions.assertThat;

/** The scripts that operators and containers run, against the packaged service. They need curl and psql. */
@Tag(Tool.TAG)
class SmokeIT {

    @TempDir
    Path temporary;

    @Test
    void tellsAServiceThatWorksFromOneThatDoesNot() throws Exception {
        try (var service = new ServiceProcess(Path.of("k8s/base/tasks").toAbsolutePath(), temporary)) {
            // Given
            var database = String.valueOf(service.awaitNumberAfter("listens on localhost:"));
            var port = String.valueOf(service.awaitNumberAfter("Listening on: http://0.0.0.0:"));
            var management = managementPort(service.output(), port);
            var environment = Map.of(
                    "SERVICE_URL",
                    "http://localhost:" + port,
                    "MANAGEMENT_URL",
                    "http://localhost:" + management,
                    "QUARKUS_MANAGEMENT_PORT",
                    management,
                    "PGHOST",
                    "localhost",
                    "PGPORT",
                    database,
                    "PGUSER",
                    "postgres",
                    "PGDATABASE",
                    "postgres",
                    "PATIENCE",
                    String.valueOf(Waits.LONG.toSeconds()));
            var impatient = new HashMap<>(environment);
            impatient.put("PATIENCE", "2");

            // Then
            assertThat(run(environment, "deploy/smoke.sh")).contains("exit 0", "passed: one event");
            assertThat(run(environment, "src/main/docker/health-check.sh")).isEqualTo("exit 0 ");
            assertThat(run(environment, "/usr/bin/env", "TASK_NAMESPACE=nowhere", "deploy/smoke.sh"))
                    .contains("exit 1", "FAILED: ");
            service.terminate();
            service.awaitExit();
            assertThat(run(impatient, "deploy/smoke.sh")).contains("exit 1", "FAILED: not ready");
            assertThat(run(environment, "src/main/docker/health-check.sh")).startsWith("exit 1 ");
        }
    }

    /** Where health is asked for: on a port of its own, if there is one. */
    private static String managementPort(String output, String otherwise) {
        var port = Pattern.compile("Management interface listening on http://0\\.0\\.0\\.0:(\\d+)")
                .matcher(output);
        return port.find() ? port.group(1) : otherwise;
    }

    private static String run(Map<String, String> environment, String... command) {
        return Tool.run(environment, command).toString();
    }
}
