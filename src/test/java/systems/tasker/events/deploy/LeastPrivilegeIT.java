package systems.tasker.events.deploy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import systems.tasker.events.fixture.ServiceJar;
import systems.tasker.events.fixture.Tool;
import systems.tasker.events.fixture.TwoRoles;
import systems.tasker.events.fixture.Waits;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

/** Database roles in production: a superuser creates two, one migrates, the other one runs the service. */
@Tag(Tool.TAG)
class LeastPrivilegeIT {

    private static final String REGISTER =
            "select tasker_events.register_consumer('shipping_domain_events', 'billing', 'tasker_app')";

    @TempDir
    Path temporary;

    @Test
    void migratesAsOneRoleAndRunsAsAnother() throws Exception {
        try (var database = new OrdinaryPostgres(temporary)) {
            // Given
            var roles = new TwoRoles(database.port());
            createRoles(database);

            // Then
            var tooEarly = start(roles.app());
            assertThat(exitCode(tooEarly)).isNotZero();
            assertThat(log()).contains("shipping_domain_events");
            assertThat(exitCode(start(roles.migrator(), "migrate"))).as(log()).isZero();
            assertThat(exitCode(start(roles.app(), "migrat"))).isEqualTo(2);
            assertThat(asMigrator(database, REGISTER)).contains("does not exist");
            assertThat(exitCode(start(withInbox(roles.migrator()), "migrate")))
                    .as(log())
                    .isZero();
            // Switched off again, which leaves the inbox where it is.
            assertThat(exitCode(start(roles.migrator(), "migrate"))).as(log()).isZero();
            assertThat(asMigrator(database, REGISTER)).startsWith("exit 0");
            assertThat(exitCode(start(roles.app(), "doctor"))).as(log()).isOne();
            // A server for tests, which gives up durability for speed; that is all there is to find.
            assertThat(log().lines().filter(line -> line.matches("(error|warning) .*")))
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith("error commit_not_durable "));

            var service = start(roles.app());
            try {
                var port = awaitPort(service);
                var smoke = command(
                        database,
                        Map.of("SERVICE_URL", "http://localhost:" + port, "MANAGEMENT_URL", managementUrl(port)),
                        "deploy/smoke.sh");
                assertThat(smoke).contains("passed: ");
                assertThat(asApp(database, "show statement_timeout")).contains("4s");
                assertThat(asApp(database, "drop table pgmq.q_shipping_domain_events"))
                        .contains("must be owner");
                assertThat(asApp(database, "create table pgmq.q_other ()")).contains("permission denied");
            } finally {
                service.destroy();
            }
            assertThat(exitCode(service)).isIn(0, 128 + 15);
        }
    }

    /** As an operator does it. */
    private static void createRoles(OrdinaryPostgres database) {
        var created = command(
                database, Map.of("PGDATABASE", "postgres"), "psql", "-X", "-c", "create database " + TwoRoles.DATABASE);
        assertThat(created).startsWith("exit 0 ");
        var granted = command(
                database,
                TwoRoles.PASSWORDS,
                "psql",
                "-X",
                "-q",
                "-v",
                "ON_ERROR_STOP=1",
                "-f",
                TwoRoles.ROLES,
                "-f",
                TwoRoles.GRANTS);
        assertThat(granted).startsWith("exit 0 ");
    }

    /** What the server answers to the role of the service. */
    private static String asApp(OrdinaryPostgres database, String sql) {
        return command(database, Map.of("PGUSER", "tasker_app", "PGPASSWORD", "app"), "psql", "-X", "-c", sql);
    }

    private static String asMigrator(OrdinaryPostgres database, String sql) {
        return command(
                database, Map.of("PGUSER", "tasker_migrator", "PGPASSWORD", "migrator"), "psql", "-X", "-c", sql);
    }

    private static Map<String, String> withInbox(Map<String, String> role) {
        var environment = new HashMap<>(role);
        environment.put("TASKER_CONSUMERS_INBOX", "true");
        return environment;
    }

    /** Runs a command that finds the database in its environment. */
    private static String command(OrdinaryPostgres database, Map<String, String> environment, String... command) {
        var all = new HashMap<>(Map.of(
                "PGHOST",
                "localhost",
                "PGPORT",
                "" + database.port(),
                "PGUSER",
                "postgres",
                "PGDATABASE",
                TwoRoles.DATABASE));
        all.putAll(environment);
        return Tool.run(all, command).toString();
    }

    private Process start(Map<String, String> role, String... arguments) throws Exception {
        var command = ServiceJar.command();
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(temporary.resolve("service.log").toFile());
        var environment = new HashMap<>(settings());
        environment.putAll(role);
        environment.put(
                "TASKER_TEMPLATES_PATH",
                Path.of("k8s/base/tasks").toAbsolutePath().toString());
        // A migration needs no authentication settings.
        if (arguments.length == 0) {
            environment.put("TASKER_AUTH", "none");
        }
        environment.put("QUARKUS_HTTP_PORT", "0");
        environment.put("QUARKUS_MANAGEMENT_PORT", "0");
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** What the cluster sets. */
    private static Map<String, String> settings() throws Exception {
        var settings = new HashMap<String, String>();
        Files.readAllLines(Path.of("k8s/base/settings.env")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("=", 2))
                .forEach(pair -> settings.put(pair[0], pair[1]));
        return settings;
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(Waits.LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private String awaitPort(Process service) {
        return await().failFast("The service ended", () -> !service.isAlive())
                .until(() -> found("Listening on: http://0\\.0\\.0\\.0:(\\d+)"), port -> !port.isEmpty());
    }

    private String managementUrl(String otherwise) throws Exception {
        var port = found("Management interface listening on http://0\\.0\\.0\\.0:(\\d+)");
        return "http://localhost:" + (port.isEmpty() ? otherwise : port);
    }

    private String found(String expression) throws Exception {
        var matcher = Pattern.compile(expression).matcher(log());
        return matcher.find() ? matcher.group(1) : "";
    }

    private String log() throws Exception {
        return Files.readString(temporary.resolve("service.log"));
    }
}
