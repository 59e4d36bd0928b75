package systems.tasker.events.docs;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import org.junit.jupiter.api.Test;

import systems.tasker.events.event.EventHeaders;
import systems.tasker.events.json.Json;
import systems.tasker.events.queue.MessageHeaders;
import systems.tasker.events.schema.SchemaCompiler;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** The page about events against what the service sends. */
@QuarkusTest
@TestProfile(ReadmeService.class)
class EventsPageTest {

    private static final String SHOWN_STEP = "0199f3c2-6d1e-7c4a-9b57-2f1d3a8e4c01";

    private final MarkdownPage page = MarkdownPage.read("src/site/markdown/events.md");
    private final String step = UUID.randomUUID().toString();

    @Inject
    Pool pool;

    @Test
    void showsTheEventOfTheReadmeAsItIsInItsQueue() {
        // Given
        var shown = (ObjectNode) Json.read(page.blocks("json").get(0).replace(SHOWN_STEP, step));

        // When
        var row = sendTheReadmesResult();

        // Then
        var sent = (ObjectNode) Json.read(row.get(0));
        assertThat(sent.path("event_id").asText()).matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-.*");
        assertThat(sent.at("/metadata/fired_at").asText())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
        for (var event : List.of(shown, sent)) {
            event.remove("event_id");
            event.withObject("/metadata").remove("fired_at");
        }
        assertThat(sent).isEqualTo(shown);
    }

    @Test
    void explainsEveryKeyOfAnEvent() {
        var shown = Json.read(page.blocks("json").get(0));

        var keys = shown.properties().stream()
                .flatMap(field -> field.getValue().isObject()
                        ? field.getValue().properties().stream().map(inner -> field.getKey() + "." + inner.getKey())
                        : Stream.of(field.getKey()))
                .toList();
        assertThat(names("An event")).isEqualTo(keys);
    }

    @Test
    void namesTheHeadersOfMessages() {
        // When
        var sent = Json.read(sendTheReadmesResult().get(1));

        // Then
        assertThat(names("Headers"))
                .containsExactly(
                        EventHeaders.EVENT_NAME,
                        EventHeaders.EVENT_VERSION,
                        EventHeaders.CORRELATION_ID,
                        MessageHeaders.TRACEPARENT,
                        MessageHeaders.GROUP);
        assertThat(page.section("Headers")).contains("`" + MessageHeaders.TRACESTATE + "`");
        assertThat(sent.properties())
                .extracting(Map.Entry::getKey)
                .contains(EventHeaders.EVENT_NAME, EventHeaders.EVENT_VERSION, EventHeaders.CORRELATION_ID);
        assertThat(sent.path(EventHeaders.CORRELATION_ID).asText()).isEqualTo("order-4711");
    }

    @Test
    void mapsToCloudEventsOnlyKeysAndHeadersThatExist() {
        var rows = new MarkdownPage(page.file(), page.section("As CloudEvents"));

        var sources = rows.all("(?m)^\\| `.*\\| (.*) \\|$").stream()
                .flatMap(from ->
                        new MarkdownPage(page.file(), from).all("`((?:event|metadata|payload|x-)[\\w.-]*)`").stream())
                .filter(source -> !source.equals("payload"));
        assertThat(sources)
                .hasSizeGreaterThan(8)
                .allMatch(source ->
                        names("An event").contains(source) || names("Headers").contains(source));
    }

    @Test
    void assertsFormatsInDraft7Only() {
        var schema = "{%s \"properties\": {\"to\": {\"format\": \"email\"}}}";

        assertThat(violations(schema.formatted(""))).isZero();
        assertThat(violations(schema.formatted("\"$schema\": \"http://json-schema.org/draft-07/schema#\",")))
                .isEqualTo(1);
    }

    @Test
    void namesStatisticsThatExist() {
        var statistics = given().get("/metrics/events").jsonPath();

        assertThat(statistics.getMap("in_process_bus")).containsKey("total_events_dispatched");
        assertThat(statistics.getMap("in_process_bus.subscribers[0]"))
                .containsKeys("handled", "skipped", "failed", "lagged", "gaps");
    }

    private static int violations(String schema) {
        return new SchemaCompiler(100_000, 100_000)
                .compile(Json.read(schema))
                .schema()
                .violations(Json.read("{\"to\": \"no address\"}"))
                .size();
    }

    /** Message and headers of the event. */
    private List<String> sendTheReadmesResult() {
        var command = MarkdownPage.readme().blocks("bash").stream()
                .filter(block -> block.startsWith("curl"))
                .findFirst()
                .orElseThrow();
        var body =
                new MarkdownPage(page.file(), command).first("(?s)-d '(.*?)'").replace(SHOWN_STEP, step);
        long msgId = given().contentType("application/json")
                .body(body)
                .post("/v1/step-results")
                .jsonPath()
                .getLong("events[0].msg_id");
        var row = pool.preparedQuery(
                        "select message::text, headers::text from pgmq.q_payments_domain_events where msg_id = $1")
                .executeAndAwait(Tuple.of(msgId))
                .iterator()
                .next();
        return List.of(row.getString(0), row.getString(1));
    }

    /** The names in the first column of the first table of a section. */
    private List<String> names(String section) {
        return new MarkdownPage(page.file(), page.section(section)).all("(?m)^\\| `([^`]+)`");
    }
}
