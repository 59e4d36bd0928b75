package systems.tasker.events.http.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.junit.jupiter.api.Test;

import systems.tasker.events.event.EventPattern;
import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.json.Json;
import systems.tasker.events.schema.SchemaCompiler;
import systems.tasker.events.schema.SchemaViolation;
import systems.tasker.events.subscriber.Subscription;
import systems.tasker.events.template.TaskTemplate;
import systems.tasker.events.template.TemplateCatalog;
import systems.tasker.events.template.TemplateCatalogs;
import systems.tasker.events.test.RecordingSubscriber;

import static org.assertj.core.api.Assertions.assertThat;

class AsyncApiDocumentTest {

    private static final Path FILES = Path.of("src/test/resources/asyncapi");

    private final List<Subscription> subscribers =
            List.of(new Subscription(new RecordingSubscriber(), List.of(new EventPattern("payment.*"))));

    @Test
    void describesTheSampleTemplates() throws IOException {
        // Given
        var golden = Json.read(Files.readString(FILES.resolve("sample-templates.json")));

        // When
        var document = AsyncApiDocument.of(samples(), subscribers);

        // Then
        assertThat(document.toPrettyString()).isEqualTo(golden.toPrettyString());
    }

    @Test
    void matchesTheSampleOnThePage() throws IOException {
        // Given
        var page = Files.readString(Path.of("src/site/markdown/templates.md"));

        // When
        var yaml = DocumentFormat.YAML.text(AsyncApiDocument.of(samples(), subscribers));

        // Then
        var shown = Pattern.compile("(?ms)^```yaml\\R(.*?)^```$").matcher(page).results();
        assertThat(shown.map(block -> block.group(1)))
                .hasSize(2)
                .allSatisfy(block -> assertThat(yaml).contains(block));
    }

    @Test
    void isValidByTheAsyncApiSchema() throws IOException {
        var sample = AsyncApiDocument.of(samples(), subscribers);
        var unusual = AsyncApiDocument.of(unusual(), List.of());
        var withoutAction = sample.deepCopy();
        ((ObjectNode) withoutAction.at("/operations/send-in-process")).remove("action");

        assertThat(asyncApi().validate(sample)).isEmpty();
        assertThat(asyncApi().validate(unusual)).isEmpty();
        assertThat(asyncApi().validate(withoutAction)).isNotEmpty();
    }

    @Test
    void hasNoDanglingReferences() throws IOException {
        for (var templates : List.of(samples(), unusual())) {
            var document = AsyncApiDocument.of(templates, subscribers);

            var references = document.findValuesAsText("$ref").stream()
                    // These are those of declared schemas, which refer to themselves.
                    .filter(reference -> !reference.matches("#/(\\$defs|definitions)/.*"))
                    .toList();
            assertThat(references)
                    .hasSizeGreaterThan(5)
                    .allSatisfy(reference -> assertThat(
                                    document.at(reference.substring(1)).isObject())
                            .as(reference)
                            .isTrue());
        }
    }

    @Test
    void isIndependentOfTheTemplateOrder() throws IOException {
        var backwards = new ArrayList<>(unusual());
        Collections.reverse(backwards);

        assertThat(AsyncApiDocument.of(backwards, List.of()).toString())
                .isEqualTo(AsyncApiDocument.of(unusual(), List.of()).toString());
    }

    @Test
    void embedsThePayloadSchemaThatValidatesEvents() throws IOException {
        // Given
        var schema = payloadOf("pay-card.charged-1.0");
        var good = SampleStep.json("{\"amount\": {\"value\": 3}, \"card\": \"4711\"}");
        var bad = SampleStep.json("{\"amount\": {\"value\": -3}, \"card\": \"4711\"}");

        // Then
        assertThat(violations(schema, event("card.charged", good))).isEmpty();
        assertThat(violations(schema, event("card.charged", bad)))
                .extracting(SchemaViolation::pointer)
                .containsExactly("/payload/payload/amount/value");
        assertThat(violations(schema, event("card.refunded", good)))
                .extracting(SchemaViolation::pointer)
                .containsExactly("/event_name");
        assertThat(schema.at("/properties/payload/properties/payload/properties/card/x-sensitive")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void keepsReferencesOfOlderDraftsInPlace() throws IOException {
        var schema = payloadOf("pay-card.declined-1.0");

        assertThat(violations(schema, event("card.declined", SampleStep.json("{\"code\": 7}"))))
                .isEmpty();
        assertThat(violations(schema, event("card.declined", SampleStep.json("{\"code\": \"7\"}"))))
                .isNotEmpty();
    }

    @Test
    void allowsTheSchemasOfAllDeclarationsOfAnEvent() throws IOException {
        // Given
        var schema = payloadOf("pay-card.blocked-1.0");

        // Then
        assertThat(violations(schema, event("card.blocked", SampleStep.json("{\"by\": \"bank\"}"))))
                .isEmpty();
        assertThat(violations(schema, event("card.blocked", SampleStep.json("{\"by\": 17}"))))
                .isEmpty();
        assertThat(violations(schema, event("card.blocked", SampleStep.json("{\"by\": true}"))))
                .isNotEmpty();
    }

    @Test
    void separatesEventVersionsWithSimilarSpelling() throws IOException {
        var messages = AsyncApiDocument.of(unusual(), List.of()).at("/components/messages");

        var titles = messages.findValuesAsText("title");
        assertThat(titles).contains("card.charged 1.0", "card.charged 1_0", "card.charged 1 0/é*+%");
        assertThat(titles).doesNotHaveDuplicates();
    }

    @Test
    void foldsQueueNamesToLowerCase() throws IOException {
        var channels = AsyncApiDocument.of(unusual(), List.of()).path("channels");

        assertThat(channels.properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("audit", "in-process", "pay_domain_events");
        assertThat(channels.at("/audit/messages")).hasSize(2);
    }

    private static List<TaskTemplate> samples() {
        return List.copyOf(
                TemplateCatalog.load(Path.of("deploy/example/tasks"), () -> new TreeSet<>(List.of("default")))
                        .templates());
    }

    private static List<TaskTemplate> unusual() throws IOException {
        return List.copyOf(TemplateCatalogs.of(
                        () -> new TreeSet<>(List.of("default")),
                        Files.readString(FILES.resolve("unusual-charge.yaml")),
                        Files.readString(FILES.resolve("unusual-block.yaml")))
                .templates());
    }

    private static JsonNode payloadOf(String message) throws IOException {
        return AsyncApiDocument.of(unusual(), List.of())
                .path("components")
                .path("messages")
                .path(message)
                .at("/payload/schema");
    }

    private static JsonNode event(String name, JsonNode payload) {
        return Json.read(Json.write(SampleStep.event(name, payload)));
    }

    private static List<SchemaViolation> violations(JsonNode schema, JsonNode event) {
        var compilation = new SchemaCompiler(100_000, 100_000).compile(schema);
        assertThat(compilation.problems()).isEmpty();
        return compilation.schema().violations(event);
    }

    private static Schema asyncApi() throws IOException {
        try (var schema = AsyncApiDocumentTest.class.getResourceAsStream("/asyncapi/3.0.0.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(Json.read(new String(schema.readAllBytes())));
        }
    }
}
