package systems.tasker.events.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.NonBlocking;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import systems.tasker.events.publisher.BasePublisher;
import systems.tasker.events.publisher.StepEventContext;
import systems.tasker.events.test.Journey;
import systems.tasker.events.test.ProbeFinding.Kind;
import systems.tasker.events.test.ProbeReport;
import systems.tasker.events.test.PublisherProbe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static systems.tasker.events.test.JourneyAssertions.assertThat;

class PublisherProbeTest {

    private static final String SCHEMA =
            "{type: object, required: [number, weight], properties: {number: {type: string, minLength: 2, maxLength: 8},"
                    + " weight: {type: number, exclusiveMinimum: 0, maximum: 31.5}, note: {type: string}}}";
    private static final String TEMPLATE = """
            name: ship_parcel
            namespace_name: shipping
            version: 1.0.0
            steps:
              - name: hand_over
                publishes_events:
                  - {name: parcel.tried, publisher: Tried, condition: %s, schema: %s}
            """;

    @TempDir
    Path templates;

    @Test
    void reportsNothingForAConformingPublisher() throws IOException {
        var report = probe(new Tried()).run();

        assertThat(report).findsNothing();
        assertThat(report.samples()).isGreaterThan(30);
    }

    @Test
    void probesBoundaryValuesOfTheSchema() throws IOException {
        List<JsonNode> asked = new ArrayList<>();
        var report = probe(new Tried() {
                    @Override
                    JsonNode payload(ObjectNode result, StepEventContext context) {
                        asked.add(context.result());
                        return result;
                    }
                })
                .run();

        assertThat(asked).hasSize(2 * report.published());
        assertThat(asked).extracting(result -> result.path("number").asText()).contains("xx", "xxxxxxxx");
        assertThat(asked)
                .extracting(result -> result.path("weight").decimalValue().toPlainString())
                .contains("31.5", "0.01");
        assertThat(asked).anyMatch(result -> !result.has("note"));
    }

    @Test
    void reportsAPublisherThatThrows() throws IOException {
        var report = probe(new Tried() {
                    @Override
                    public boolean shouldPublish(StepEventContext context) {
                        return context.result().get("number").asText().length() > 1;
                    }
                })
                .run();

        assertThat(report.kinds()).contains(Kind.THROWS);
        assertThat(report.toString()).contains("THROWS on /number missing", "NullPointerException");
        assertThatThrownBy(() -> assertThat(report).findsNothing()).hasMessage(report.toString());
    }

    @Test
    void reportsAPublisherThatViolatesItsSchema() throws IOException {
        var report = run(
                (result, context) -> result.put("weight", result.path("weight").intValue()));

        assertThat(report.kinds()).containsExactly(Kind.VIOLATES_SCHEMA);
        assertThat(report.toString()).contains("VIOLATES_SCHEMA on a usual one: '/weight'");
    }

    @Test
    void reportsAPublisherThatIsNotDeterministic() throws IOException {
        var report = run((result, context) -> result.put("id", UUID.randomUUID().toString()));

        assertThat(report.kinds()).containsExactly(Kind.NOT_DETERMINISTIC);
        assertThat(report.toString()).contains("the payload /id: expected");
    }

    @Test
    void reportsAPublisherThatChangesItsInput() throws IOException {
        var report = run((result, context) -> {
            ((ObjectNode) context.result()).put("seen", true);
            return result;
        });

        assertThat(report.kinds()).containsExactly(Kind.CHANGES_INPUT);
        assertThat(report.toString()).contains("the result /result/seen: expected nothing but was true");
    }

    @Test
    void reportsAPublisherThatBlocksTheEventLoop() throws IOException {
        assertThat(probe(new WaitsOnTheEventLoop()).run().kinds()).containsExactly(Kind.BLOCKS_EVENT_LOOP);
    }

    @Test
    void allowsAPublisherToBlockItsOwnThread() throws IOException {
        assertThat(run((result, context) -> {
                    pause();
                    return result;
                }))
                .findsNothing();
    }

    @Test
    void probesFailuresMatchingTheCondition() throws IOException {
        List<String> outcomes = new ArrayList<>();
        var report = probe("failure", "{type: object}", new Tried() {
                    @Override
                    public boolean shouldPublish(StepEventContext context) {
                        return true;
                    }

                    @Override
                    public JsonNode transformPayload(StepEventContext context) {
                        outcomes.add(context.outcome().label());
                        return JsonNodeFactory.instance
                                .objectNode()
                                .set("code", context.metadata().path("error_code"));
                    }
                })
                .run();

        assertThat(report).findsNothing();
        assertThat(outcomes).contains("retryable_failure", "permanent_failure").doesNotContain("success");
    }

    @Test
    void acceptsACustomResultSchema() throws IOException {
        var probe = probe(new Tried() {
            @Override
            public boolean shouldPublish(StepEventContext context) {
                return context.result().path("parcel").path("kg").isNumber();
            }

            @Override
            public JsonNode transformPayload(StepEventContext context) {
                var payload = JsonNodeFactory.instance.objectNode().put("number", "P-1");
                return payload.set("weight", context.result().at("/parcel/kg"));
            }
        });

        assertThat(probe.resultsLike("""
                {"type": "object", "required": ["parcel"],
                 "properties": {"parcel": {"$ref": "#/$defs/parcel"}},
                 "$defs": {"parcel": {"allOf": [{"type": "object", "required": ["kg"],
                           "properties": {"kg": {"type": "number", "minimum": 1, "maximum": 31.5}}}]}}}""").run()).findsNothing();
        assertThatThrownBy(() -> probe.resultsLike("{\"type\": \"string\", \"pattern\": \"^P-[0-9]+$\"}")
                        .run())
                .hasMessageContaining("examples");
        assertThatThrownBy(() -> probe.resultsLike("{\"type\": 7}").run()).hasMessageContaining("no JSON Schema");
    }

    private ProbeReport run(Payload payload) throws IOException {
        return probe(new Tried() {
                    @Override
                    JsonNode payload(ObjectNode result, StepEventContext context) {
                        return payload.of(result, context);
                    }
                })
                .run();
    }

    private PublisherProbe probe(BasePublisher publisher) throws IOException {
        return probe("success", SCHEMA, publisher);
    }

    private PublisherProbe probe(String condition, String schema, BasePublisher publisher) throws IOException {
        Files.writeString(templates.resolve("ship.yaml"), TEMPLATE.formatted(condition, schema));
        return Journey.load(templates)
                .of("ship_parcel", "hand_over")
                .with(publisher)
                .probe("parcel.tried");
    }

    private static void pause() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private interface Payload {
        JsonNode of(ObjectNode result, StepEventContext context);
    }

    /** Publishes the results that its schema takes, as far as they go. */
    private static class Tried extends BasePublisher {

        @Override
        public final String name() {
            return "Tried";
        }

        @Override
        public boolean shouldPublish(StepEventContext context) {
            return context.declaration()
                    .schema()
                    .orElseThrow()
                    .violations(context.result())
                    .isEmpty();
        }

        @Override
        public JsonNode transformPayload(StepEventContext context) {
            return payload(context.result().deepCopy(), context);
        }

        JsonNode payload(ObjectNode result, StepEventContext context) {
            return result;
        }
    }

    @NonBlocking
    private static final class WaitsOnTheEventLoop extends Tried {

        @Override
        JsonNode payload(ObjectNode result, StepEventContext context) {
            pause();
            return result;
        }
    }
}
