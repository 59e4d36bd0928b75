package systems.tasker.events.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.fixture.CommandRun;
import systems.tasker.events.json.Json;
import systems.tasker.events.publisher.PublisherRegistry;
import systems.tasker.events.step.AttemptsConvention;

import static org.assertj.core.api.Assertions.assertThat;

class SimulateCommandTest {

    private static final String TEMPLATE = """
            name: order
            namespace_name: shop
            version: 1.0.0
            steps:
              - name: charge
                publishes_events:
                  - name: payment.charged
            """;

    private static final String RESULT = """
            {"step_uuid": "00000000-0000-0000-0000-00000000000%d", "success": true, "result": {"amount": %d}, \
            "task_sequence_step": {"task": {"task": {"task_uuid": "00000000-0000-0000-0000-000000000009", \
            "correlation_id": "c"}, "task_name": "order", "task_version": "1.0.0", "namespace_name": "shop"}, \
            "workflow_step": {"workflow_step_uuid": "00000000-0000-0000-0000-00000000000%d", "name": "charge"}}}
            """;

    @TempDir
    private Path folder;

    private Path before;
    private Path after;
    private Path input;

    @BeforeEach
    void writeTemplatesAndResults() throws IOException {
        before = Files.createDirectory(folder.resolve("before"));
        after = Files.createDirectory(folder.resolve("after"));
        Files.writeString(before.resolve("order.yaml"), TEMPLATE);
        Files.writeString(after.resolve("order.yaml"), TEMPLATE);
        input = Files.writeString(
                folder.resolve("results.ndjson"),
                RESULT.formatted(1, 5, 1) + RESULT.formatted(2, 50, 2) + "\nno JSON\n{\"step_uuid\": \""
                        + "00000000-0000-0000-0000-000000000003\", \"success\": true}\n");
    }

    @Test
    void reportsNoDifferenceOfEqualTemplatesAndWhatIsNotReplayable() {
        // When
        var run = simulate("--fail-on", "added,removed,changed,rejected");

        // Then
        assertThat(run.out()).isEqualTo("""
                0 event(s) differ; 2 result(s) simulated of 4 read
                Not replayable: context_missing 1, invalid 1
                """);
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void reportsRejectedPayloadsAndFailsOnThem() throws IOException {
        // Given
        Files.writeString(
                after.resolve("order.yaml"),
                TEMPLATE + "        schema: {properties: {amount: {type: integer, maximum: 9}}}\n");

        // When
        var run = simulate("--fail-on", "rejected");

        // Then
        assertThat(run.out()).isEqualTo("""
                shop/order/charge payment.charged
                  rejected rejected: 1 result(s) published -> rejected(schema) /amount maximum 1, such as 00000000-0000-0000-0000-000000000002
                1 event(s) differ; 2 result(s) simulated of 4 read
                Not replayable: context_missing 1, invalid 1
                """);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(simulate("--fail-on", "added,removed,changed").exitCode()).isZero();
        assertThat(simulate().exitCode()).isZero();
    }

    @Test
    void writesTheReportAsJson() throws IOException {
        // Given
        Files.writeString(after.resolve("order.yaml"), TEMPLATE + "        delivery_mode: fast\n");

        // When
        var report = Json.read(simulate("--format", "json", "--sample", "2").out());

        // Then
        assertThat(report.path("differs").asBoolean()).isTrue();
        assertThat(report.at("/input/sample").asInt()).isEqualTo(2);
        assertThat(report.at("/input/simulated").asInt()).isEqualTo(1);
        assertThat(report.at("/input/ended").asText()).isEqualTo("complete");
        assertThat(report.at("/events/0/changes/0").toString())
                .isEqualTo(
                        "{\"change\":\"delivery_mode\",\"change_class\":\"changed\",\"results\":1,\"before\":\"durable\","
                                + "\"after\":\"fast\",\"examples\":[\"00000000-0000-0000-0000-000000000001\"]}");
    }

    @Test
    void statesThatItEndedBeforeTheLastResult() {
        assertThat(simulate("--max-results", "1").out()).contains("ended with max_results");
    }

    @Test
    void simulatesOneNamespace() {
        assertThat(simulate("--namespace", "other").out()).contains("0 result(s) simulated of 4 read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--since 1d --input x",
                "--fail-on all",
                "--sample 0",
                "--since soon",
                "--format xml",
                "--unknown 1"
            })
    void rejectsWrongUsage(String options) {
        var arguments = Stream.concat(Stream.of("simulate", "dir"), Stream.of(options.split(" ")));

        assertThat(CheckInProcess.run(arguments.toList()).exitCode()).isEqualTo(2);
    }

    @Test
    void reportsProblemsOfTheTemplatesInPlaceOfASimulation() throws IOException {
        // Given
        Files.writeString(after.resolve("order.yaml"), TEMPLATE.replace("name: payment.charged", "name: Charged"));

        // When
        var run = simulate();

        // Then
        assertThat(run.err()).contains("order.yaml:7", "is malformed");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    private CommandRun simulate(String... options) {
        var arguments = Stream.concat(
                Stream.of(after.toString(), "--against", before.toString(), "--input", input.toString()),
                Stream.of(options));
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var setting = new SimulateCommand.Setting(
                PublisherRegistry.onCallersThread(List.of(), Clock.systemUTC()),
                AttemptsConvention.AFTER_CLAIM,
                before.toString(),
                () -> {
                    throw new AssertionError("The database is not needed");
                });
        var exitCode = SimulateCommand.run(
                SimulateArguments.of(arguments.toList()),
                setting,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new CommandRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
