package systems.tasker.events.template;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Each fault is one change to a good template; the table names the line it is on. */
class TemplateFaultsTest {

    private static final String GOOD = """
            name: charge_card
            namespace_name: pay
            version: "1.0.0"
            steps:
              - name: charge
                retry:
                  max_attempts: 3
                  retryable: true
                publishes_events:
                  - name: payment.processed
                    condition: success
                    delivery_mode: durable
                    publisher: default
                    schema: {type: object}
                  - name: payment.failed
              - name: refund
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{1}")
    // good | bad (⏎ starts a line, ⇥ is a tab) | line | path | detail | remedy
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            condition: success | condition: sucess | 11 | /steps/0/publishes_events/0/condition | 'sucess' is unknown | use one of success, failure, retryable_failure, permanent_failure, always
            condition: success | condition: Success | 11 | /steps/0/publishes_events/0/condition | 'Success' is unknown | use one of success
            condition: success | condition: [success] | 11 | /steps/0/publishes_events/0/condition | must be a text | write a single value
            delivery_mode: durable | delivery_mode: quick | 12 | /steps/0/publishes_events/0/delivery_mode | 'quick' is unknown | use one of durable, fast, broadcast
            name: payment.processed | name: PaymentProcessed | 10 | /steps/0/publishes_events/0/name | 'PaymentProcessed' is malformed | write it like 'payment.processed'
            name: payment.processed | name: payment | 10 | /steps/0/publishes_events/0/name | 'payment' is malformed | write it like 'payment.processed'
            name: payment.failed | name: payment.processed | 15 | /steps/0/publishes_events/1/name | 'payment.processed' is declared twice for this step | keep one
            - name: payment.failed | - description: nameless | 15 | /steps/0/publishes_events/1/name | is missing | add a text of 1 to 255 characters
            - name: payment.failed | - payment.failed | 15 | /steps/0/publishes_events/1 | must be a map of keys and values | write 'key: value' lines
            publisher: default | publisher: Nobody::Knows | 13 | /steps/0/publishes_events/0/publisher | 'Nobody::Knows' is provided by no bean | use one of [A::B::C, default]
            schema: {type: object} | schema: {type: objekt} | 14 | /steps/0/publishes_events/0/schema/type | enumeration | make it a valid JSON Schema
            schema: {type: object} | schema: {pattern: '('} | 14 | /steps/0/publishes_events/0/schema/pattern | Unclosed group | make it a valid JSON Schema
            schema: {type: object} | schema: {$ref: 'https://example.invalid/x'} | 14 | /steps/0/publishes_events/0/schema | not allowed | make it a valid JSON Schema
            schema: {type: object} | ordering_key: customer_id | 14 | /steps/0/publishes_events/0/ordering_key | 'customer_id' is malformed | point into the payload like '/customer_id'
            schema: {type: object} | ordering_key: [/a] | 14 | /steps/0/publishes_events/0/ordering_key | must be a text | write a single value
            schema: {type: object} | fan_out: audit | 14 | /steps/0/publishes_events/0/fan_out | must be a list | start each entry with '- '
            schema: {type: object} | fan_out: [audit, 7] | 14 | /steps/0/publishes_events/0/fan_out/1 | '7' cannot name a queue | no digit first
            schema: {type: object} | fan_out: [audit, null] | 14 | /steps/0/publishes_events/0/fan_out/1 | must be a text | quote it
            schema: {type: object} | fan_out: [Worker_Step_Results] | 14 | /steps/0/publishes_events/0/fan_out/0 | 'Worker_Step_Results' is a queue of step results | name another queue
            schema: {type: object} | fan_out: [orchestration_step_results] | 14 | /steps/0/publishes_events/0/fan_out/0 | is a queue of step results | name another queue
            schema: {type: object} | schema: {maxLength: 010} | 14 | /steps/0/publishes_events/0/schema/maxLength | '010' is ambiguous: YAML 1.1 and 1.2 read it differently | quote it
            schema: {type: object} | schema: {enum: [a, 1_000]} | 14 | /steps/0/publishes_events/0/schema/enum/1 | '1_000' is ambiguous | quote it
            schema: {type: object} | schema: {const: 12:30} | 14 | /steps/0/publishes_events/0/schema/const | '12:30' is ambiguous | quote it
            schema: {type: object} | schema: {const: .inf} | 14 | /steps/0/publishes_events/0/schema/const | '.inf' is ambiguous | quote it
            retryable: true | retryable: yes | 8 | /steps/0/retry/retryable | must be true or false, without quotes | leave it out for true
            - name: refund | - name: ~ | 16 | /steps/1/name | is null | quote it
            schema: {type: object} | fan_out: [audit-log] | 14 | /steps/0/publishes_events/0/fan_out/0 | 'audit-log' cannot name a queue | use letters, digits and underscores
            schema: {type: object} | fan_out: [a234567890b234567890c234567890d234567890e234] | 14 | /steps/0/publishes_events/0/fan_out/0 | cannot name a queue | at most 43
            schema: {type: object} | fan_out: [audit, Audit] | 14 | /steps/0/publishes_events/0/fan_out/1 | 'Audit' is listed twice | list each queue once
            schema: {type: object} | fan_out: [pay_domain_events] | 14 | /steps/0/publishes_events/0/fan_out/0 | is the namespace's own queue | leave it out
            schema: {type: object} | fan_out: [audit_dlq] | 14 | /steps/0/publishes_events/0/fan_out/0 | is named like a queue of dead letters | without _dlq at its end
            - name: payment.failed | - {name: payment.failed, delivery_mode: fast, ordering_key: /id} | 15 | /steps/0/publishes_events/1/ordering_key | means nothing for an event that goes to no queue | make it durable or broadcast
            - name: payment.failed | - {name: payment.failed, delivery_mode: fast, fan_out: [audit]} | 15 | /steps/0/publishes_events/1/fan_out | means nothing for an event that goes to no queue | leave fan_out out
            - name: refund | - name: charge | 16 | /steps/1/name | 'charge' is taken by an earlier step | rename one of them
            - name: refund | - retry: {} | 16 | /steps/1/name | is missing | add a text
            - name: refund | - refund | 16 | /steps/1 | must be a map | write 'key: value' lines
            max_attempts: 3 | max_attempts: -2 | 7 | /steps/0/retry/max_attempts | must be a whole number of at least 0 | leave it out for 3
            max_attempts: 3 | max_attempts: many | 7 | /steps/0/retry/max_attempts | must be a whole number of at least 0 | leave it out for 3
            max_attempts: 3 | limit: -1 | 7 | /steps/0/retry/limit | must be a whole number of at least 0 | leave it out for 3
            retryable: true | retryable: sometimes | 8 | /steps/0/retry/retryable | must be true or false | leave it out for true
            namespace_name: pay | namespace_name: pay-ments | 2 | /namespace_name | 'pay-ments' cannot name a queue | use letters, digits and underscores
            namespace_name: pay | namespace_name: 2pay | 2 | /namespace_name | '2pay' cannot name a queue | no digit first
            namespace_name: pay | namespace_name: aaaaaaaaaabbbbbbbbbbcccccccccc | 2 | /namespace_name | is 30 characters long | use at most 29
            namespace_name: pay | team: pay | 1 | /namespace_name | is missing | 1 to 29 characters
            name: charge_card | name: "charge\\0card" | 1 | /name | holds a zero byte | leave that character out
            version: "1.0.0" | version: "1\\0" | 3 | /version | holds a zero byte | leave that character out
            - name: refund | - {name: refund, handler: {callable: "a\\0b"}} | 16 | /steps/1/handler/callable | holds a zero byte | leave that character out
            schema: {type: object} | schema: {const: "a\\0b"} | 14 | /steps/0/publishes_events/0/schema | holds a zero byte | leave that character out
            schema: {type: object} | schema: {properties: {"\\0": true}} | 14 | /steps/0/publishes_events/0/schema | holds a zero byte | leave that character out
            schema: {type: object} | version: "2\\0" | 14 | /steps/0/publishes_events/0/version | holds a zero byte | leave that character out
            name: charge_card | title: charge_card | 1 | /name | is missing | 1 to 255 characters
            name: charge_card | name: ' ' | 1 | /name | is missing | 1 to 255 characters
            version: "1.0.0" | release: 1 | 1 | /version | is missing | 1 to 50 characters
            version: "1.0.0" | version: {major: 1} | 3 | /version | must be a text | write a single value
            version: "1.0.0" | version: &v 1.0.0⏎alias: *v | 4 | `` | YAML aliases (*name) are not supported | make it valid YAML
            version: "1.0.0" | version: 1⏎version: 2 | 4 | `` | Duplicate field 'version' | valid YAML
            version: "1.0.0" | version: "1.0.0 | 17 | `` | found unexpected end of stream while scanning a quoted scalar from line 3 | make it valid YAML
            version: "1.0.0" | ⇥version: 1 | 3 | `` | `` | make it valid YAML
            """)
    void namesFileLinePathAndRemedyOfAFault(
            String good, String bad, int line, String path, String detail, String remedy) throws IOException {
        // Given
        assertThat(GOOD).contains(good);
        Files.writeString(
                folder.resolve("faulty.yaml"),
                GOOD.replace(good, bad.replace('⏎', '\n').replace('⇥', '\t')));

        // When
        var refusal = load();

        // Then
        assertThat(refusal.problems()).anySatisfy(problem -> {
            assertThat(problem.file()).isEqualTo("faulty.yaml");
            assertThat(problem.line()).isEqualTo(line);
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.detail()).contains(detail);
            assertThat(problem.remedy()).contains(remedy);
        });
        assertThat(refusal).hasMessageContaining("faulty.yaml:" + line).hasMessageContaining(remedy);
        assertThat(refusal.problems()).extracting(TemplateProblem::path).containsOnly(path);
    }

    @Test
    void listsTheFirstProblemsOfAFileThatHasMany() throws IOException {
        // Given
        Files.writeString(
                folder.resolve("faulty.yaml"),
                "name: a\nnamespace_name: pay\nversion: 1\nsteps: [" + "{},".repeat(10_000) + "{}]\n");

        // When
        var refusal = load();

        // Then
        assertThat(refusal.problems()).hasSize(101);
        assertThat(refusal.problems().get(100).detail()).contains("the first 100 are listed");
    }

    static Stream<Arguments> wholeFileFaults() {
        return Stream.of(
                arguments("", 0, "must be a map of keys and values"),
                arguments("# only a comment\n", 0, "must be a map of keys and values"),
                arguments("- a\n- b\n", 1, "must be a map of keys and values"),
                arguments("just text\n", 1, "must be a map of keys and values"),
                arguments("deep: " + "[".repeat(300) + "]".repeat(300), 1, "nesting depth"),
                arguments(GOOD.indent(0) + "---\nname: second\n", 18, "a file holds one document"),
                arguments("name: a\nnamespace_name: pay\nversion: 1\nsteps: {charge: {}}\n", 4, "must be a list"),
                arguments("name: a\nnamespace_name: pay\nversion: 1\nsteps: none\n", 4, "must be a list"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("wholeFileFaults")
    void rejectsAFileThatIsNoTemplate(String text, int line, String detail) throws IOException {
        Files.writeString(folder.resolve("faulty.yaml"), text);

        var refusal = load();

        assertThat(refusal.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.detail()).contains(detail);
            assertThat(problem.line()).isEqualTo(line);
            assertThat(problem.remedy()).isNotBlank();
        });
    }

    @Test
    void reportsAllProblemsOfAllFilesTogether() throws IOException {
        // Given
        Files.createDirectory(folder.resolve("b"));
        Files.writeString(
                folder.resolve("b/two.yml"), GOOD.replace("durable", "quick").replace("success", "never"));
        Files.writeString(folder.resolve("a.yaml"), "name: [\n");
        Files.write(folder.resolve("c.yaml"), new byte[] {'n', (byte) 0xff});
        Files.writeString(folder.resolve("d.yaml"), "version: 1\n");
        Files.writeString(folder.resolve("good.yaml"), GOOD.replace("1.0.0", "2.0.0"));

        // When
        var refusal = load();

        // Then
        assertThat(refusal.problems())
                .extracting(problem -> problem.file() + ":" + problem.line() + problem.path())
                .containsExactly(
                        "a.yaml:2",
                        "b/two.yml:11/steps/0/publishes_events/0/condition",
                        "b/two.yml:12/steps/0/publishes_events/0/delivery_mode",
                        "c.yaml:0",
                        "d.yaml:1/name",
                        "d.yaml:1/namespace_name");
        assertThat(refusal).hasMessageStartingWith("6 problem(s) in the task templates:\n  a.yaml:2: ");
    }

    @Test
    void rejectsATemplateDeclaredTwice() throws IOException {
        Files.writeString(folder.resolve("one.yaml"), GOOD);
        Files.writeString(folder.resolve("two.yaml"), GOOD);

        assertThat(load().problems())
                .containsExactly(new TemplateProblem(
                        "two.yaml",
                        1,
                        "",
                        "pay/charge_card/1.0.0 is also declared in one.yaml",
                        "change one's version"));
    }

    @Test
    void rejectsNamespacesThatDifferOnlyInCase() throws IOException {
        Files.writeString(folder.resolve("one.yaml"), GOOD);
        Files.writeString(folder.resolve("two.yaml"), GOOD.replace("namespace_name: pay", "namespace_name: Pay"));

        assertThat(load().problems())
                .containsExactly(new TemplateProblem(
                        "two.yaml",
                        2,
                        "/namespace_name",
                        "namespace_name 'Pay' has the queue pay_domain_events in one.yaml, since case makes no difference there",
                        "use one spelling"));
    }

    @Test
    void rejectsTwoSpellingsOfAFanOutQueueAcrossTemplates() throws IOException {
        var copied = "schema: {type: object}";
        Files.writeString(folder.resolve("one.yaml"), GOOD.replace(copied, "fan_out: [audit]"));
        Files.writeString(
                folder.resolve("two.yaml"), GOOD.replace("1.0.0", "2.0.0").replace(copied, "fan_out: [Audit]"));

        assertThat(load().problems())
                .extracting(TemplateProblem::toString)
                .containsExactly("two.yaml:14 /steps/0/publishes_events/0/fan_out/0: "
                        + "'Audit' is the queue audit in one.yaml, since case makes no difference (use one spelling)");
    }

    @Test
    void rejectsAMissingTemplateFolder() {
        var missing = folder.resolve("missing");

        var refusal = catchThrowableOfType(InvalidTemplatesException.class, () -> load(missing));

        assertThat(refusal.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo(missing.toString());
            assertThat(problem.remedy()).contains("tasker.templates.path");
        });
    }

    private InvalidTemplatesException load() {
        return catchThrowableOfType(InvalidTemplatesException.class, () -> load(folder));
    }

    private static void load(Path folder) {
        TemplateCatalogs.load(folder, TemplateCatalogs.known("default", "A::B::C"));
    }
}
