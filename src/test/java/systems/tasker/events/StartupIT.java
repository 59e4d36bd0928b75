package systems.tasker.events;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import systems.tasker.events.fixture.CommandRun;
import systems.tasker.events.fixture.PostedStep;
import systems.tasker.events.fixture.RawRequest;
import systems.tasker.events.fixture.ServiceProcess;
import systems.tasker.events.fixture.SpanCollector;
import systems.tasker.events.fixture.TokenIssuer;
import systems.tasker.events.fixture.TokenIssuer.Claims;
import systems.tasker.events.observability.BuildInfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static systems.tasker.events.fixture.Waits.await;

class StartupIT {

    private static final Path SAMPLES = Path.of("deploy/example/tasks");
    private static final int TERMINATED = 128 + 15;
    private static final int OPEN_FILES = 400;

    @TempDir
    Path temporary;

    @Test
    void failsTheStartOnInvalidTemplatesAndListsAllProblems() throws Exception {
        // Given
        var templates = Files.createDirectories(temporary.resolve("templates"));
        Files.writeString(templates.resolve("a.yaml"), """
                name: a
                namespace_name: payments
                version: 1.0.0
                steps:
                  - name: pay
                    publishes_events:
                      - name: payment.made
                        condition: sometimes
                      - name: Payment!
                """);
        Files.writeString(templates.resolve("b.yml"), """
                name: b
                namespace_name: payments
                version: 1.0.0
                steps:
                  - name: pay
                    publishes_events:
                      - name: payment.made
                        publisher: Nobody
                """);

        // When
        try (var service = ServiceProcess.embedded(templates, temporary)) {
            var exitCode = service.awaitExit();

            // Then
            assertThat(exitCode).isNotZero();
            assertThat(service.log())
                    .containsOnlyOnce("3 problem(s) in the task templates:")
                    .containsSubsequence(
                            "a.yaml:8 /steps/0/publishes_events/0/condition",
                            "a.yaml:9 /steps/0/publishes_events/1/name",
                            "b.yml:8 /steps/0/publishes_events/0/publisher")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void acceptsAndTracesAResultAndCleansUpOnSigterm() throws Exception {
        try (var spans = new SpanCollector();
                var service = ServiceProcess.embedded(SAMPLES.toAbsolutePath(), temporary, openAndTracedBy(spans))) {
            // Given
            var database = service.awaitDatabasePort();
            var port = service.awaitPort();

            // When
            var answer = submit(port);
            await().untilAsserted(() -> assertThat(spans.received())
                    .contains(
                            "POST /v1/step-results",
                            "process step_result",
                            "send orchestration_step_results",
                            "tasker.correlation_id"));
            rejectsRequestsWith503WhileItDrains(service, port);

            // Then
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            assertThat(answer.body())
                    .contains(
                            "\"event_name\":\"payment.processed\"",
                            "\"queue\":\"payments_domain_events\"",
                            "\"msg_id\":1");
            assertThat(service.awaitExit()).isIn(0, TERMINATED);
            assertThat(service.log()).doesNotContain("\\tat ");
            await().untilAsserted(() -> assertThatThrownBy(() -> new Socket("localhost", database).close())
                    .isInstanceOf(IOException.class));
            await().untilAsserted(() -> assertThat(databaseFolders()).isEmpty());
        }
    }

    /** A request whose body is not complete keeps the service from stopping; later ones are rejected once the delay has passed. */
    private static void rejectsRequestsWith503WhileItDrains(ServiceProcess service, int port) throws Exception {
        try (var unfinished = RawRequest.post(port, "/v1/step-results", "Content-Length: 2")) {
            unfinished.send("{");
            assertThat(get(port, "/v1/queues")).isEqualTo(200);
            service.terminate();

            var rejected = await().until(() -> answer(port, "/v1/queues"), answer -> answer.statusCode() == 503);
            assertThat(rejected.body()).contains("urn:tasker:problem:unavailable", "This instance is stopping");
            assertThat(rejected.headers().firstValue("Retry-After")).hasValue("5");
            unfinished.send("}");
            assertThat(unfinished.line()).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void failsTheStartWithoutAuthenticationConfigured() throws Exception {
        try (var service = ServiceProcess.embedded(SAMPLES.toAbsolutePath(), temporary, Map.of())) {
            assertThat(service.awaitExit()).isNotZero();
            assertThat(service.log())
                    .containsOnlyOnce("No authentication is configured: set QUARKUS_OIDC_AUTH_SERVER_URL")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void triesTheServiceLocallyWithoutAuthenticationOnTheEmbeddedDatabase() throws Exception {
        // Given
        var production = Map.of(
                "QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://database.invalid:5432/tasker",
                "QUARKUS_HTTP_HOST", "0.0.0.0");
        try (var service = ServiceProcess.embedded(SAMPLES.toAbsolutePath(), temporary, production, "try")) {
            // When
            service.awaitDatabasePort();
            var port = service.awaitPort();
            assertThat(service.log()).contains("Listening on: http://localhost:");
            await().untilAsserted(() -> assertThat(service.log())
                    .contains("Trial run: embedded database, templates of " + SAMPLES.toAbsolutePath()
                            + ", no authentication"));

            // Then
            assertThat(submit(port).statusCode()).isEqualTo(202);
            assertThat(get(port, "/v1/queues")).isEqualTo(200);
        }
    }

    @Test
    void reportsItsVersionCommitAndQuarkusVersion() throws Exception {
        // Given
        var build = BuildInfo.current();

        // When
        var version = CommandRun.run(Map.of(), "--version");

        // Then
        assertThat(version.exitCode()).as(version.err()).isZero();
        assertThat(version.out()).isEqualTo(build.line() + System.lineSeparator());
        assertThat(build.version()).isEqualTo(System.getProperty("project.version"));
        assertThat(build.commit()).matches("[0-9a-f]{40}(-dirty)?|unknown");
        assertThat(build.quarkus()).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void diagnosesAnEmptyDatabaseWithoutAuthenticationAndPreparesNothing() throws Exception {
        // Given
        var environment =
                Map.of("TASKER_TEMPLATES_PATH", SAMPLES.toAbsolutePath().toString());

        // When
        var doctor = CommandRun.run(environment, "doctor");
        var json = CommandRun.run(environment, "doctor", "--format", "json");

        // Then
        assertThat(doctor.exitCode()).as(doctor.err()).isOne();
        assertThat(doctor.out())
                .contains("error pgmq_missing pgmq: ", ". Fix: create extension pgmq\n")
                .contains(
                        "error schema_outdated tasker_events: no migration ran in this database. Fix: run the command migrate")
                .contains("error commit_not_durable fsync: ")
                .contains("Not checked, because PGMQ cannot be used: grants, queues, ");
        assertThat(json.exitCode()).as(json.err()).isOne();
        assertThat(json.out()).startsWith("{").contains("\"finding\" : \"pgmq_missing\"");
    }

    @Test
    void endsWithTwoWhenTheDatabaseIsUnavailable() throws Exception {
        // Given
        var environment = Map.of(
                "TASKER_TEMPLATES_PATH",
                SAMPLES.toAbsolutePath().toString(),
                "QUARKUS_DATASOURCE_REACTIVE_URL",
                "postgresql://localhost:" + freePort() + "/tasker");

        // When
        var doctor = CommandRun.run(environment, "doctor");
        var misspelled = CommandRun.run(environment, "doctor", "--jsn");

        // Then
        assertThat(doctor.exitCode()).as(doctor.out()).isEqualTo(2);
        assertThat(doctor.out()).isEmpty();
        assertThat(doctor.err()).contains("Not diagnosed, the database is unavailable: ");
        assertThat(misspelled.exitCode()).isEqualTo(2);
        assertThat(misspelled.err()).contains("Unknown option: --jsn");
    }

    @Test
    void simulatesResultsOfAFileWithoutADatabase(@TempDir Path folder) throws Exception {
        // Given
        var step = PostedStep.payment();
        var results = Files.writeString(
                folder.resolve("results.ndjson"),
                PostedStep.with(step.success(), "task_sequence_step", step.context(1))
                        .replace("\n", " "));
        var template = Files.readString(SAMPLES.resolve("payments/credit_card_payment.yaml"));
        Files.writeString(folder.resolve("changed.yaml"), template.replace("broadcast", "fast"));
        var environment =
                Map.of("TASKER_TEMPLATES_PATH", SAMPLES.toAbsolutePath().toString());

        // When
        var run = CommandRun.run(
                environment, "simulate", folder.toString(), "--input", results.toString(), "--fail-on", "changed");

        // Then
        assertThat(run.exitCode()).as(run.err()).isOne();
        assertThat(run.out())
                .startsWith("payments/credit_card_payment/process_payment payment.processed")
                .contains("changed delivery_mode: 1 result(s) broadcast -> fast, such as " + step.stepUuid());
    }

    @Test
    void failsTheStartOnARemovedSettingAndNamesTheNewOne() {
        // Given
        var environment = Map.of("TASKER_AUTH", "none", "TASKER_LEDGER_COMMIT_TIMEOUT", "1s");

        // When
        try (var service = ServiceProcess.embedded(SAMPLES.toAbsolutePath(), temporary, environment)) {
            var exitCode = service.awaitExit();

            // Then
            assertThat(exitCode).isNotZero();
            assertThat(service.log())
                    .containsOnlyOnce("tasker.ledger.commit-timeout was renamed: set tasker.ledger.timeout instead")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void answersAfterMoreConnectionsThanTheProcessMayOpenFiles() throws Exception {
        try (var service = ServiceProcess.embeddedWithOpenFiles(OPEN_FILES, SAMPLES.toAbsolutePath(), temporary)) {
            // Given
            var port = service.awaitPort();
            var loaded = classesOfConnections().size();
            var connections = new ArrayList<Socket>();

            // When
            for (int i = 0; i < OPEN_FILES + OPEN_FILES / 2; i++) {
                connections.add(new Socket("localhost", port));
            }
            for (var connection : connections) {
                connection.close();
            }

            // Then
            await().ignoreExceptions().until(() -> get(port, "/v1/queues") == 200);
            assertThat(submit(port).statusCode()).isEqualTo(202);
            assertThat(service.log()).contains("connections=200 open_files=400");
            // In a process without a file descriptor left, none could be loaded.
            assertThat(classesOfConnections()).hasSizeGreaterThan(200).hasSize(loaded);
        }
    }

    /** What a process with a limit of open files has loaded of Netty and of Vert.x for HTTP. */
    private List<String> classesOfConnections() throws IOException {
        try (var classes = Files.lines(temporary.resolve("classes.log"))) {
            return classes.filter(line ->
                            line.matches(".* (io\\.netty\\.(handler|channel|bootstrap)|io\\.vertx\\.core\\.http)\\..*"))
                    // Of the first connection to the database that reaches its idle timeout, which on a slow machine is
                    // soon.
                    .filter(line -> !line.matches(".*\\.(IdleStateEvent|ChannelOutputShutdownEvent) .*"))
                    .toList();
        }
    }

    @Test
    void reportsAnUnavailableDatabaseInOneSentence() throws Exception {
        reportsInOneSentence(
                Map.of("QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://localhost:" + freePort() + "/tasker"),
                "The database is unavailable: check QUARKUS_DATASOURCE_REACTIVE_URL");
    }

    @Test
    void reportsAPortInUseInOneSentence() throws Exception {
        try (var taken = new ServerSocket(0)) {
            reportsInOneSentence(
                    Map.of("QUARKUS_HTTP_PORT", Integer.toString(taken.getLocalPort())),
                    "Port " + taken.getLocalPort() + " of 0.0.0.0 cannot be opened");
        }
    }

    @Test
    void reportsAMalformedIssuerInOneSentence() {
        reportsInOneSentence(
                Map.of("TASKER_AUTH", "required", "QUARKUS_OIDC_AUTH_SERVER_URL", "issuer"),
                "QUARKUS_OIDC_AUTH_SERVER_URL must be the URL of the issuer of your tokens");
    }

    private void reportsInOneSentence(Map<String, String> settings, String sentence) {
        // Given
        var environment = new HashMap<>(settings);
        environment.putIfAbsent("TASKER_AUTH", "none");

        // When
        try (var service = ServiceProcess.embedded(SAMPLES.toAbsolutePath(), temporary, environment)) {
            var exitCode = service.awaitExit();

            // Then
            assertThat(exitCode).isOne();
            assertThat(service.log()).containsOnlyOnce(sentence).doesNotContain("\tat ");
        }
    }

    @Test
    void authenticatesByTokenOfThePublicKeyOrByApiKey() throws Exception {
        // Given
        var issuer = new TokenIssuer("https://issuer.example");
        var secrets = Files.writeString(
                temporary.resolve("secrets.properties"), "quarkus.oidc.public-key=" + issuer.publicKey() + "\n");
        var environment = Map.of(
                "QUARKUS_CONFIG_LOCATIONS", secrets.toString(),
                "QUARKUS_OIDC_TOKEN_ISSUER", "https://issuer.example",
                // printf %s secret | sha256sum
                "TASKER_AUTH_API_KEYS_READER_SHA256",
                        "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b",
                "TASKER_AUTH_API_KEYS_READER_ROLES", "events:read");
        try (var service = ServiceProcess.embedded(SAMPLES.toAbsolutePath(), temporary, environment)) {
            // When
            var port = service.awaitPort();
            var management = service.awaitManagementPort();

            // Then
            assertThat(get(port, "/v1/queues")).isEqualTo(401);
            assertThat(get(port, "/v1/queues", "Authorization", "Bearer " + issuer.forged(Claims.of("events:read"))))
                    .isEqualTo(401);
            assertThat(get(port, "/v1/queues", "Authorization", "Bearer " + issuer.token(Claims.of("events:read"))))
                    .isEqualTo(200);
            assertThat(get(port, "/v1/queues", "X-API-Key", "secret")).isEqualTo(200);
            assertThat(get(management, "/q/health/ready")).isEqualTo(200);
            comparesTemplatesOnlyForThoseItKnows("http://localhost:" + port);
        }
    }

    /** A pipeline asks the service for its active templates, with an API key. */
    private void comparesTemplatesOnlyForThoseItKnows(String service) throws Exception {
        // Given
        var key = Map.of("TASKER_CHECK_API_KEY", "secret");
        var changed = Files.createDirectories(temporary.resolve("changed"));
        var sample = Files.readString(SAMPLES.resolve("payments/credit_card_payment.yaml"));
        assertThat(sample).contains("type: number");
        Files.writeString(changed.resolve("payment.yaml"), sample.replace("type: number", "type: string"));

        // When
        var stranger = CommandRun.run(Map.of(), "check", SAMPLES.toString(), "--against", service);
        var unchanged = CommandRun.run(key, "check", SAMPLES.toString(), "--against", service);
        var breaking = CommandRun.run(key, "check", changed.toString(), "--against", service);

        // Then
        assertThat(stranger.exitCode()).isEqualTo(2);
        assertThat(stranger.err()).contains("/v1/templates answers 401");
        assertThat(unchanged.exitCode()).as(unchanged.out()).isZero();
        assertThat(unchanged.out()).contains("Compared with the active templates: " + service);
        assertThat(breaking.exitCode()).isOne();
        assertThat(breaking.out()).contains("payment.yaml:").doesNotContain("secret");
    }

    @Test
    void answers503ToTokensWhileTheIssuerIsUnreachable() throws Exception {
        // Given
        var nobody = "http://localhost:" + freePort();
        var token = new TokenIssuer(nobody).token(Claims.of("events:read"));
        var environment = Map.of("QUARKUS_OIDC_AUTH_SERVER_URL", nobody);
        try (var service = ServiceProcess.embedded(SAMPLES.toAbsolutePath(), temporary, environment)) {
            // When
            var port = service.awaitPort();

            // Then
            assertThat(get(port, "/v1/queues")).isEqualTo(401);
            assertThat(get(port, "/v1/queues", "Authorization", "Bearer " + token))
                    .isEqualTo(503);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static HttpResponse<String> answer(int port, String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    private static int get(int port, String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.discarding())
                .statusCode();
    }

    private static HttpResponse<String> submit(int port) throws Exception {
        var step = PostedStep.payment();
        var body = PostedStep.with(step.success(), "task_sequence_step", step.context(1));
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/v1/step-results"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    private static Map<String, String> openAndTracedBy(SpanCollector spans) {
        var environment = new HashMap<>(spans.environment());
        environment.put("TASKER_AUTH", "none");
        environment.put("QUARKUS_SHUTDOWN_DELAY", "1S");
        return environment;
    }

    private List<Path> databaseFolders() throws IOException {
        try (var files = Files.list(temporary)) {
            return files.filter(file -> file.getFileName().toString().startsWith("tasker-domain-events-"))
                    .toList();
        }
    }
}
