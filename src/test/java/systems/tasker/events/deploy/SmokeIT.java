package systems.tasker.events.deploy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import systems.tasker.events.fixture.ServiceProcess;
import systems.tasker.events.fixture.Tool;
import systems.tasker.events.fixture.Waits;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs smoke.sh and health-check.sh against the packaged service. They need curl and psql. */
@Tag(Tool.TAG)
class SmokeIT {

    @TempDir
    Path temporary;

    @Test
    void smokeTestPassesForAWorkingServiceAndFailsForABrokenOne() throws Exception {
        try (var service = ServiceProcess.embedded(Path.of("k8s/base/tasks").toAbsolutePath(), temporary)) {
            // Given
            var database = String.valueOf(service.awaitDatabasePort());
            var port = String.valueOf(service.awaitPort());
            var management = String.valueOf(service.awaitManagementPort());
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

    private static String run(Map<String, String> environment, String... command) {
        return Tool.run(environment, command).toString();
    }
}
