package systems.tasker.events.docs;

import java.util.List;
import java.util.Locale;
import java.util.UUID;

import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** Runs the README's commands. */
@QuarkusTest
@TestProfile(ReadmeService.class)
class ReadmeInActionTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SHOWN_STEP = "0199f3c2-6d1e-7c4a-9b57-2f1d3a8e4c01";

    private final MarkdownPage readme = MarkdownPage.readme();
    // A result is accepted once per step, so that each run needs a step of its own.
    private final String step = UUID.randomUUID().toString();

    @Inject
    Pool pool;

    @Test
    void answersTheCurlCommandAsShown() throws Exception {
        // Given
        var shown = readme.blocks("http").get(0);

        // When
        var answer = curl();

        // Then
        assertThat(shown).startsWith("HTTP/1.1 " + answer.statusCode() + " Accepted");
        var expected = shown.substring(shown.indexOf('{')).replace(SHOWN_STEP, step);
        assertThat(shape(answer.asString())).isEqualTo(shape(expected));
    }

    @Test
    void answersTheSameCurlCommandWithAReplay() {
        // Given
        var first = curl();

        // When
        var second = curl();

        // Then
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(second.asString()).isEqualTo(first.asString());
        assertThat(given().get("/v1/step-results/" + step).asString()).isEqualTo("[" + first.asString() + "]");
    }

    @Test
    void showsTheMessageInItsQueue() {
        // Given
        var receipt = curl();
        long msgId = receipt.jsonPath().getLong("events[0].msg_id");
        var shown = readme.blocks("text").stream()
                .filter(block -> block.startsWith("$ psql"))
                .findFirst()
                .orElseThrow();
        var query = new MarkdownPage(readme.file(), shown).first("(?s) -c \"\\s*(.*?)\"\\R");

        // When
        var rows = pool.query(query).executeAndAwait();

        // Then
        var columns = shown.lines().filter(line -> line.startsWith(" msg_id")).findFirst();
        var values = shown.lines().filter(line -> line.contains("1 | payment")).findFirst();
        assertThat(cells(columns.orElseThrow())).isEqualTo(rows.columnsNames());
        assertThat(rows)
                .filteredOn(row -> row.getLong("msg_id") == msgId)
                .singleElement()
                .satisfies(row -> assertThat(List.of("1", row.getString(1), row.getString(2)))
                        .isEqualTo(cells(values.orElseThrow())));
    }

    @Test
    void loadsTheYamlAsTemplates() {
        var template = given().get("/v1/templates/shipping/ship_parcel/1.0.0").jsonPath();

        assertThat(readme.blocks("yaml")).hasSize(1);
        assertThat(template.getString("steps[0].publishes_events[0].name")).isEqualTo("parcel.shipped");
        assertThat(template.getString("steps[0].publishes_events[0].condition")).isEqualTo("success");
        assertThat(template.getString("steps[0].publishes_events[0].delivery_mode"))
                .isEqualTo("durable");
    }

    @Test
    void listsTheRequestsOfTheOpenApiDocument() throws Exception {
        // Given
        var listed = new MarkdownPage(readme.file(), readme.section("API")).all("(?m)^\\| `([A-Z]+ /[^`]*)` \\|");

        // When
        var paths = JSON.readTree(given().get("/q/openapi?format=json").asByteArray())
                .path("paths");

        // Then
        var requests = paths.properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(method -> method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey()))
                .toList();
        assertThat(listed).isNotEmpty().containsExactlyInAnyOrderElementsOf(requests);
    }

    @Test
    void namesOnlyExistingMeters() {
        // Given
        curl();
        var named = readme.all("`(tasker_[a-z_]+)`").stream().distinct().toList();

        // When
        var metrics = given().get("/q/metrics").asString();

        // Then
        var meters = new MarkdownPage(readme.file(), metrics)
                .all("(?m)^# TYPE (tasker_\\w+) ").stream()
                        .filter(meter -> !meter.endsWith("_max"))
                        .toList();
        assertThat(named.stream().map(name -> name.replaceAll("_total$", "")))
                .isNotEmpty()
                .isSubsetOf(meters);
        assertThat(named)
                .filteredOn(name -> name.endsWith("_total"))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(metrics).contains("\n" + name + "{"));
    }

    /** Sends what the README's curl command sends, to the service under test and for a step of its own. */
    private Response curl() {
        var command = readme.blocks("bash").stream()
                .filter(block -> block.startsWith("curl"))
                .findFirst()
                .map(block -> new MarkdownPage(readme.file(), block))
                .orElseThrow();
        var header = command.first("-H '([^']*)'").split(": ");
        return given().header(header[0], header[1])
                .body(command.first("(?s)-d '(.*?)'").replace(SHOWN_STEP, step))
                .post(command.first("localhost:8080(/\\S*)"));
    }

    /** The same JSON with ids that differ from run to run replaced by what kind of id they are. */
    private static JsonNode shape(String json) throws Exception {
        return JSON.readTree(json.replaceAll("\"event_id\":\"[0-9a-f]{8}-[0-9a-f-]{27}\"", "\"event_id\":\"uuid\"")
                .replaceAll("\"msg_id\":[1-9][0-9]*", "\"msg_id\":0"));
    }

    private static List<String> cells(String line) {
        return List.of(line.split("\\|")).stream().map(String::strip).toList();
    }
}
