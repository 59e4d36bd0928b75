package systems.tasker.events.http.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
import systems.tasker.events.test.RecordingSubscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.http.catalog.AsyncApiSamples.config;
import static systems.tasker.events.http.catalog.AsyncApiSamples.document;
import static systems.tasker.events.http.catalog.AsyncApiSamples.samples;
import static systems.tasker.events.http.catalog.AsyncApiSamples.unusual;

class AsyncApiDocumentTest {

    private final List<Subscription> subscribers =
            List.of(new Subscription(new RecordingSubscriber(), List.of(new EventPattern("payment.*"))));

    @Test
    void describesTheSampleTemplates() throws IOException {
        // Given
        var golden = Json.read(Files.readString(AsyncApiSamples.FILES.resolve("sample-templates.json")));

        // When
        var document = document(samples(), subscribers);

        // Then
        assertThat(document.toPrettyString()).isEqualTo(golden.toPrettyString());
    }

    @Test
    void matchesTheSampleOnThePage() throws IOException {
        // Given
        var page = Files.readString(Path.of("src/site/markdown/templates.md"));

        // When
        var yaml = DocumentFormat.YAML.text(document(samples(), subscribers));

        // Then
        var shown = Pattern.compile("(?ms)^```yaml\\R(.*?)^```$").matcher(page).results();
        assertThat(shown.map(block -> block.group(1)))
                .hasSize(2)
                .allSatisfy(block -> assertThat(yaml).contains(block));
    }

    @Test
    void isValidByTheAsyncApiSchema() throws IOException {
        var sample = document(samples(), subscribers);
        var unusual = document(unusual(), List.of());
        var withoutAction = sample.deepCopy();
        ((ObjectNode) withoutAction.at("/operations/send-in-process")).remove("action");

        assertThat(asyncApi().validate(sample)).isEmpty();
        assertThat(asyncApi().validate(unusual)).isEmpty();
        assertThat(asyncApi().validate(withoutAction)).isNotEmpty();
    }

    @Test
    void hasNoDanglingReferences() throws IOException {
        for (var templates : List.of(samples(), unusual())) {
            var document = document(templates, subscribers);

            var references = document.findValuesAsText("$ref");
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

        assertThat(document(backwards, List.of()).toString())
                .isEqualTo(document(unusual(), List.of()).toString());
    }

    @Test
    void namesWhatTheOperatorConfigures() {
        // Given
        var config = config(Map.of(
                "tasker.asyncapi.host", "db.example.com:5432",
                "tasker.asyncapi.contact.name", "Payments",
                "tasker.asyncapi.contact.email", "payments@example.com",
                "tasker.asyncapi.license.name", "Internal",
                "tasker.asyncapi.license.url", "https://example.com/terms"));

        // When
        var document = AsyncApiDocument.of(samples(), List.of(), config);

        // Then
        assertThat(document.at("/info/contact"))
                .isEqualTo(SampleStep.json("{\"name\": \"Payments\", \"email\": \"payments@example.com\"}"));
        assertThat(document.at("/info/license"))
                .isEqualTo(SampleStep.json("{\"name\": \"Internal\", \"url\": \"https://example.com/terms\"}"));
        assertThat(document.at("/servers/queues/host").textValue()).isEqualTo("db.example.com:5432");
        assertThat(document.at("/servers/queues").has("variables")).isFalse();
    }

    @Test
    void namesTheTypesThatCodeGeneratorsMake() throws IOException {
        var messages = document(unusual(), List.of()).at("/components/messages");

        var titles = messages.findValues("payload").stream()
                .filter(payload -> payload.has("schemaFormat"))
                .map(payload -> payload.path("title").textValue())
                .toList();
        assertThat(titles).contains("CardChargedEvent", "CardDeclinedEvent", "CardBlockedEvent");
        assertThat(titles).hasSize(5).doesNotHaveDuplicates().allMatch(title -> title.matches("[A-Z][A-Za-z0-9_]+"));
        assertThat(messages.at("/pay-card.charged-1.0/payload/schema/properties/payload/properties/payload/title")
                        .textValue())
                .isEqualTo("CardChargedPayload");
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
        assertThat(schema.at(
                                "/components/messages/pay-card.charged-1.0/payload/schema/properties/payload/properties/payload")
                        .at("/properties/card/x-sensitive")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void describesEventsInTheSlimForm() throws IOException {
        // Given
        var payload = SampleStep.json("{\"amount\": {\"value\": 3}}");

        // When
        var slim =
                Json.read(Json.write(SampleStep.event("card.charged", payload).slim()));

        // Then
        assertThat(slim.at("/payload/task_sequence_step").size()).isEqualTo(2);
        assertThat(violations(payloadOf("pay-card.charged-1.0"), slim)).isEmpty();
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
        var messages = document(unusual(), List.of()).at("/components/messages");

        var titles = messages.properties().stream()
                .map(message -> message.getValue().path("title").textValue())
                .toList();
        assertThat(titles).contains("card.charged 1.0", "card.charged 1_0", "card.charged 1 0/é*+%");
        assertThat(titles).doesNotHaveDuplicates();
    }

    @Test
    void foldsQueueNamesToLowerCase() throws IOException {
        var channels = document(unusual(), List.of()).path("channels");

        assertThat(channels.properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("audit", "in-process", "pay_domain_events");
        assertThat(channels.at("/audit/messages")).hasSize(2);
    }

    private static JsonNode payloadOf(String message) throws IOException {
        var document = document(unusual(), List.of());
        var place = "/components/messages/" + message + "/payload/schema";
        assertThat(document.at(place).isObject()).isTrue();
        // Its references lead into the document, so the document is its base.
        return JsonNodeFactory.instance
                .objectNode()
                .put("$ref", "#" + place)
                .set("components", document.path("components"));
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
