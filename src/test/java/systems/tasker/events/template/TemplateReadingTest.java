package systems.tasker.events.template;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.event.DeliveryMode;
import systems.tasker.events.event.EventName;
import systems.tasker.events.event.OrderingKey;
import systems.tasker.events.json.Json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class TemplateReadingTest {

    @TempDir
    private Path folder;

    @Test
    void ignoresUnknownFieldsOfTemplates() throws IOException {
        // Given
        write("template.yaml", """
                name: charge_card
                namespace_name: pay
                version: 1.0.0
                description: Charges
                domain_events: [{name: not.ours}]
                input_schema: {type: object, properties: {x: {$ref: "#/nowhere"}}}
                system_dependencies: {primary: default}
                steps:
                  - name: charge
                    description: Charges
                    dependencies: [validate]
                    timeout_seconds: 30
                    handler: {callable: "Pay::ChargeHandler", initialization: {url: "http://x"}}
                    retry: {max_attempts: 5, retryable: false, backoff: exponential, backoff_base_ms: 1000}
                    publishes_events:
                      - name: payment.processed
                        description: Money moved
                        condition: always
                        delivery_mode: broadcast
                        publisher: A::B::C
                        schema: {type: object}
                        version: "2.0"
                        ordering_key: metadata.tenant
                        fan_out: [audit, Fraud_Team]
                        owner: payments
                      - name: payment.seen
                environments: {production: {steps: 7}}
                """);

        // When
        var template = load().get(0);

        // Then
        assertThat(template.coordinates()).isEqualTo("pay/charge_card/1.0.0");
        var step = template.steps().get(0);
        assertThat(step.name()).isEqualTo("charge");
        assertThat(step.handlerCallable()).contains("Pay::ChargeHandler");
        assertThat(step.maxAttempts()).isEqualTo(5);
        assertThat(step.retryable()).isFalse();
        var event = step.publishesEvents().get(0);
        assertThat(event.name()).isEqualTo(new EventName("payment.processed"));
        assertThat(event.description()).isEqualTo("Money moved");
        assertThat(event.condition()).isEqualTo(PublicationCondition.ALWAYS);
        assertThat(event.deliveryMode()).isEqualTo(DeliveryMode.BROADCAST);
        assertThat(event.publisher()).contains("A::B::C");
        assertThat(event.schema()).isPresent();
        assertThat(event.version()).isEqualTo("2.0");
        assertThat(event.orderingKey()).contains(new OrderingKey("metadata.tenant"));
        assertThat(event.fanOut()).containsExactly("audit", "Fraud_Team");
        assertThat(step.publishesEvents().get(1))
                .isEqualTo(new EventDeclaration(
                        new EventName("payment.seen"),
                        "",
                        PublicationCondition.SUCCESS,
                        DeliveryMode.DURABLE,
                        Optional.empty(),
                        Optional.empty(),
                        "1.0",
                        Optional.empty(),
                        List.of()));
    }

    @Test
    void appliesDefaultsOfAStepDefinition() throws IOException {
        write("template.yaml", minimal("a", "1") + "steps: [{name: only, publishes_events: null}]");

        assertThat(load().get(0).steps())
                .containsExactly(new StepDefinition("only", Optional.empty(), 3, true, List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "limit: 7, 7",
        "max_attempts: 7, 7",
        "'max_attempts: 7, limit: 2', 7",
        "retryable: true, 3",
        "max_attempts: 0, 0",
        "limit: 0, 0",
        "'max_attempts: 0, limit: 0', 0",
        "'max_attempts: 2, limit: many', 2",
        "'max_attempts: null, limit: 4', 4"
    })
    void readsTheOlderSpellingOfMaxAttempts(String retry, int expected) throws IOException {
        write("template.yaml", minimal("a", "1") + "steps: [{name: only, retry: {" + retry + "}}]");

        assertThat(load().get(0).steps().get(0).maxAttempts()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.0", "1.10", "1.0.0", "2024-01-01", "v1", "1.20.300", "0.10", "10.00"})
    void keepsAnUnquotedVersionAsItIsWritten(String version) throws IOException {
        write(
                "template.yaml",
                minimal("a", version) + "steps: [{name: only, publishes_events: [{name: a.b, version: " + version
                        + "}]}]");

        var template = load().get(0);

        assertThat(template.version()).isEqualTo(version);
        assertThat(template.steps().get(0).publishesEvents().get(0).version()).isEqualTo(version);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no", "NO", "Yes", "on", "off", "y", "true", "False", "0x10", "007", "1_000", "12:30", "1e3", ".5"
            })
    void keepsAnUnquotedTextAsItIsWritten(String text) throws IOException {
        write(
                "template.yaml",
                minimal(text, text) + "steps: [{name: " + text + ", handler: {callable: " + text + "}}]");

        var template = load().get(0);

        assertThat(template.name()).isEqualTo(text);
        assertThat(template.version()).isEqualTo(text);
        assertThat(template.steps().get(0).name()).isEqualTo(text);
        assertThat(template.steps().get(0).handlerCallable()).contains(text);
    }

    @Test
    void typesSchemasByTheCoreSchemaOfYaml12() throws IOException {
        // Given
        write("template.yaml", minimal("a", "1") + """
                steps:
                  - name: no
                    publishes_events:
                      - name: a.b
                        schema: {enum: [SE, NO, DK, yes, off, "1", null, ~, true, FALSE, 1, -7, 1.10, 1e3, 0x1F, 2024-01-01, !!str 5]}
                """);

        // When
        var schema = load().get(0).steps().get(0).publishesEvents().get(0).schema();

        // Then
        assertThat(Json.write(schema.orElseThrow().source())).isEqualTo("""
                        {"enum":["SE","NO","DK","yes","off","1",null,null,true,false,1,-7,1.10,1E+3,31,"2024-01-01","5"]}""");
    }

    @Test
    void readsYamlAndYmlInNestedFoldersInTheOrderOfTheirNames() throws IOException {
        write("z.yaml", minimal("last", "1"));
        write("deep/er/still/b.yml", minimal("second", "1"));
        write("deep/a.yaml", minimal("first", "1"));
        write("notes.txt", "not: [a template");
        write("deep/README.yaml.md", "not: [a template");

        assertThat(load()).extracting(TaskTemplate::name).containsExactly("first", "second", "last");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "payments"})
    void readsAMountedConfigMapOnce(String mountedAt) throws IOException {
        // Given
        var mount = Files.createDirectories(folder.resolve(mountedAt));
        var version = Files.createDirectory(mount.resolve("..2026_01_02_03_04_05.123"));
        Files.writeString(version.resolve("a.yaml"), minimal("mounted", "1"));
        Files.createSymbolicLink(mount.resolve("..data"), Path.of("..2026_01_02_03_04_05.123"));
        Files.createSymbolicLink(mount.resolve("a.yaml"), Path.of("..data/a.yaml"));

        // When
        var templates = load();

        // Then
        assertThat(templates).extracting(TaskTemplate::name).containsExactly("mounted");
    }

    @Test
    void reportsASymbolicLinkCycle() throws IOException {
        Files.createSymbolicLink(folder.resolve("round"), folder);

        var refusal = catchThrowableOfType(InvalidTemplatesException.class, this::load);

        assertThat(refusal.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.detail()).contains("cannot be read"));
    }

    @Test
    void loadsAnEmptyFolder() {
        assertThat(load()).isEmpty();
    }

    @Test
    void loadsTheSampleTemplates() {
        var publishers = TemplateCatalogs.known("default");

        var templates = TemplateCatalogs.load(Path.of("deploy/example/tasks"), publishers);

        assertThat(templates)
                .extracting(TaskTemplate::coordinates)
                .containsExactly("orders/fulfil_order/1.0.0", "payments/credit_card_payment/1.0.0");
        assertThat(templates.get(0).steps().stream().flatMap(step -> step.publishesEvents().stream()))
                .extracting(EventDeclaration::condition)
                .containsAll(List.of(PublicationCondition.values()));
        assertThat(templates.get(0).steps().stream().flatMap(step -> step.publishesEvents().stream()))
                .extracting(EventDeclaration::deliveryMode)
                .containsAll(List.of(DeliveryMode.values()));
    }

    private List<TaskTemplate> load() {
        return TemplateCatalogs.load(folder, TemplateCatalogs.known("default", "A::B::C"));
    }

    private void write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String minimal(String name, String version) {
        return "name: %s\nnamespace_name: pay\nversion: %s\n".formatted(name, version);
    }
}
