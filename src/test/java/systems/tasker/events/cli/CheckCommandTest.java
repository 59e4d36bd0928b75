package systems.tasker.events.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CheckCommandTest {

    private static final String FAULTY = "src/test/resources/check/faulty";
    private static final String IN_FORCE = "src/test/resources/check/in-force";
    private static final String TYPOS = "src/test/resources/check/typos";
    private static final String SAMPLES = "deploy/example/tasks";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    // file:line path | detail | remedy
    private static final String SEEDED = """
            header.yaml:1 /name | is missing | add a text
            header.yaml:2 /namespace_name | '2-billing' cannot name a queue | no digit first
            header.yaml:3 /version | must be a text | write a single value
            header.yaml:4 /steps | must be a list | start each entry with '- '
            invoice.yaml:7 /steps/0/retry/max_attempts | must be a whole number of at least 0 | leave it out for 3
            invoice.yaml:8 /steps/0/retry/retryable | must be true or false | leave it out for true
            invoice.yaml:10 /steps/0/publishes_events/0/name | 'Invoice.Paid' is malformed | in lower case
            invoice.yaml:12 /steps/0/publishes_events/1/condition | 'sucess' is unknown | use one of success
            invoice.yaml:13 /steps/0/publishes_events/2/name | is declared twice for this step | or rename one
            invoice.yaml:15 /steps/0/publishes_events/3/delivery_mode | 'quick' is unknown | use one of durable
            invoice.yaml:17 /steps/0/publishes_events/4/publisher | is provided by no bean | use one of [Billing::Known, default]
            invoice.yaml:20 /steps/0/publishes_events/5/schema/required | array expected | make it a valid JSON Schema
            invoice.yaml:22 /steps/0/publishes_events/6/schema | not allowed | make it a valid JSON Schema
            invoice.yaml:24 /steps/0/publishes_events/7/ordering_key | 'customer_id' is malformed | point into the payload
            invoice.yaml:26 /steps/0/publishes_events/8/fan_out/0 | 'audit-log' cannot name a queue | use letters
            invoice.yaml:26 /steps/0/publishes_events/8/fan_out/2 | 'audit' is listed twice | list each queue once
            invoice.yaml:29 /steps/0/publishes_events/9/fan_out | means nothing for an event that goes to no queue | leave fan_out out
            invoice.yaml:30 /steps/0/publishes_events/10 | must be a map | write 'key: value' lines
            invoice.yaml:31 /steps/1/name | 'charge' is taken by an earlier step | rename one of them
            key.yaml:4 | Duplicate field 'version' | make it valid YAML
            quote.yml:4 | found unexpected end of stream | make it valid YAML
            refund.yaml:11 /steps/0/publishes_events/0/schema/properties/amount/type | readers of refund.paid 1.0 | give the event a new version
            twice.yaml:1 | billing/refund/1.0.0 is also declared in refund.yaml | change one's version
            """;

    @Test
    void reportsEveryFaultWithFileLinePathAndRemedy() {
        // When
        var exitCode = check(FAULTY, "--publishers", "Billing::Known", "--against", IN_FORCE);

        // Then
        var seeded = SEEDED.lines().map(line -> line.split(" \\| ")).toList();
        var lines = output().lines().toList();
        assertThat(seeded).hasSizeGreaterThanOrEqualTo(20);
        assertThat(exitCode).isEqualTo(1);
        assertThat(lines).hasSize(seeded.size() + 2).contains(seeded.size() + " problem(s), 0 template(s) without");
        for (var fault : seeded) {
            assertThat(lines)
                    .anySatisfy(line -> assertThat(line)
                            .startsWith(fault[0] + ": ")
                            .contains(fault[1])
                            .contains(fault[2]));
        }
    }

    @Test
    void writesTheReportAsJson() throws Exception {
        var exitCode = check(FAULTY, "--format", "json", "--against", IN_FORCE, "--publishers", "Billing::Known");

        var report = json();
        assertThat(exitCode).isEqualTo(1);
        assertThat(report.path("valid").booleanValue()).isFalse();
        assertThat(report.path("publishers_checked").booleanValue()).isTrue();
        assertThat(report.path("compared_with").asText()).isEqualTo(IN_FORCE);
        assertThat(report.path("problems"))
                .hasSize((int) SEEDED.lines().count())
                .allSatisfy(problem -> {
                    assertThat(problem.path("file").asText()).isNotBlank();
                    assertThat(problem.path("line").intValue()).isPositive();
                    assertThat(problem.path("path").isTextual()).isTrue();
                    assertThat(problem.path("detail").asText()).isNotBlank();
                    assertThat(problem.path("remedy").asText()).isNotBlank();
                });
    }

    @Test
    void exitsWithZeroForValidTemplatesAndListsSkippedChecks() throws Exception {
        assertThat(check(SAMPLES)).isZero();
        assertThat(output())
                .contains("0 problem(s), 2 template(s) without")
                .contains("Not checked: whether the publishers exist")
                .contains("Not checked: whether consumers");
        out.reset();
        assertThat(check(SAMPLES, "--format", "json")).isZero();
        assertThat(json().path("valid").booleanValue()).isTrue();
        assertThat(json().path("publishers_checked").booleanValue()).isFalse();
        assertThat(json().path("compared_with").isNull()).isTrue();
    }

    @Test
    void warnsOfUnknownKeysOfEventsAndFailsWhenStrict() throws Exception {
        assertThat(check(TYPOS)).isZero();
        assertThat(output())
                .contains(
                        "warning: refund.yaml:8 /steps/0/publishes_events/0/conditon: 'conditon' is unknown and ignored"
                                + " (did you mean condition?)")
                .contains("0 problem(s), 1 template(s) without", "2 warning(s), which are problems with --strict");
        out.reset();
        assertThat(check(TYPOS, "--strict")).isOne();
        assertThat(output()).doesNotContain("warning").contains("2 problem(s), 0 template(s) without");
        out.reset();
        assertThat(check(TYPOS, "--format", "json")).isZero();
        assertThat(json().path("warnings")).hasSize(2);
        assertThat(json().path("problems")).isEmpty();
    }

    @Test
    void exitsWithOneForADanglingLink(@TempDir Path folder) throws Exception {
        // Given
        var template = Path.of(SAMPLES, "payments", "credit_card_payment.yaml");
        Files.copy(template, folder.resolve("payment.yaml"));
        Files.createSymbolicLink(folder.resolve("refund.yaml"), folder.resolve("missing"));

        // When
        var exitCode = check(folder.toString());

        // Then
        assertThat(exitCode).isOne();
        assertThat(output()).contains("refund.yaml: is a link to a missing file or folder", "1 problem(s)");
    }

    @Test
    void checksPublishersAgainstTheGivenNames() {
        var customized = "deploy/example/app/config/tasks";

        assertThat(check(customized, "--publishers", "Payments::PaymentEventPublisher, Other"))
                .isZero();
        assertThat(check(customized, "--publishers", "Other")).isOne();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            | Which folder?
            a b | One folder at a time, not also b
            a --verbose | Unknown option: --verbose
            a --format | --format needs a value
            a --format xml | Unknown format: xml
            a --against --format json | --against needs a value
            """)
    void printsUsageOnInvalidArguments(String arguments, String complaint) {
        assertThat(check(arguments == null ? new String[0] : arguments.split(" ")))
                .isEqualTo(2);
        assertThat(output()).isEmpty();
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith(complaint).contains("Usage: check <dir>");
    }

    @Test
    void rejectsAnUnknownCommand() {
        assertThat(CheckCommand.unknown("chekc", stream(out), stream(err))).isEqualTo(2);
        assertThat(CheckCommand.unknown("--help", stream(out), stream(err))).isZero();
        assertThat(output()).startsWith("Usage: check <dir>");
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("Unknown command: chekc");
    }

    @ParameterizedTest
    @ValueSource(strings = {FAULTY, "no/such/folder", "http://localhost:1", "http://not a host"})
    void exitsWithTwoWhenTheBaselineIsUnavailable(String where) {
        assertThat(check(SAMPLES, "--against", where)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("Cannot compare with " + where + ": ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            404 | [] | /v1/templates answers 404
            200 | {"no": "list"} | is not what GET /v1/templates answers
            200 | [{"namespace_name": "a"}] | is not what GET /v1/templates answers
            200 | <html> | its answer is not JSON
            """)
    void exitsWithTwoOnAnUnexpectedResponse(int status, String body, String complaint) throws Exception {
        var server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(status, body.length());
            exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
        try {
            assertThat(check(
                            SAMPLES,
                            "--against",
                            "http://localhost:" + server.getAddress().getPort()))
                    .isEqualTo(2);
            assertThat(err.toString(StandardCharsets.UTF_8)).contains(complaint);
        } finally {
            server.stop(0);
        }
    }

    private int check(String... arguments) {
        return CheckCommand.run(Stream.of(arguments).toList(), stream(out), stream(err));
    }

    private String output() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private JsonNode json() throws Exception {
        return new ObjectMapper().readTree(output());
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
