package systems.tasker.events.http.catalog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import systems.tasker.events.docs.ReadmeService;
import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.Meters;
import systems.tasker.events.fixture.PostedStep;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;
import static systems.tasker.events.fixture.Waits.await;

@QuarkusTest
@TestProfile(ReadmeService.class)
class TemplateReloadResourceTest {

    // A namespace that no database has seen.
    private final String namespace = "reload_" + UUID.randomUUID().toString().substring(0, 8);
    private final Path file = ReadmeService.FOLDER.resolve(namespace + ".yaml");

    @AfterEach
    void removeTheFile() throws IOException {
        Files.deleteIfExists(file);
        reload().statusCode(200);
    }

    @Test
    void acceptsANewNamespaceAfterAReload() throws IOException {
        // Given
        write("success");
        var step = PostedStep.of(namespace, "work", "do");

        // When
        var answer = reload();

        // Then
        answer.statusCode(200).body("templates", greaterThan(2));
        String eventId = Api.submit(step.success(), step.context(1))
                .statusCode(202)
                .body("events[0].outcome", equalTo("published"))
                .body("events[0].queue", equalTo(namespace + "_domain_events"))
                .body("events[0].msg_id", equalTo(1))
                .extract()
                .path("events[0].event_id");
        Api.get("/v1/events/" + eventId).statusCode(200).body("places[0].queue", equalTo(namespace + "_domain_events"));
    }

    @Test
    void reloadsChangedFilesAutomatically() throws IOException {
        write("success");
        await().until(() -> template().statusCode() == 200);

        write("failure");
        await().until(() -> template()
                .jsonPath()
                .getString("steps[0].publishes_events[0].condition")
                .equals("failure"));

        Files.delete(file);
        await().until(() -> template().statusCode() == 404);
    }

    @Test
    void keepsActiveTemplatesAndReportsProblemsOfInvalidFiles() throws IOException {
        // Given
        write("success");
        reload().statusCode(200);
        var refused = Meters.value("tasker_templates_reloads_total", Map.of("outcome", "refused"));
        write("sucess");

        // When
        var answer = reload();

        // Then
        answer.statusCode(409)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:tasker:problem:invalid-templates"))
                .body("instance", equalTo("/v1/templates/reload"))
                .body("errors[0].file", equalTo(namespace + ".yaml"))
                .body("errors[0].line", equalTo(8))
                .body("errors[0].path", equalTo("/steps/0/publishes_events/0/condition"))
                .body("errors[0].detail", equalTo("condition 'sucess' is unknown"))
                .body("errors[0].remedy", startsWith("use one of success"));
        assertThat(template().jsonPath().getString("steps[0].publishes_events[0].condition"))
                .isEqualTo("success");
        Api.get("/q/health/ready")
                .statusCode(200)
                .body("status", equalTo("UP"))
                .body("checks.find { it.name == 'templates' }.status", equalTo("UP"))
                .body("checks.find { it.name == 'templates' }.data.state", equalTo("DEGRADED"))
                .body("checks.find { it.name == 'templates' }.data.problems", equalTo(1))
                .body(
                        "checks.find { it.name == 'templates' }.data.problem_1",
                        startsWith(namespace + ".yaml:8 /steps"));
        Api.get("/v1/status").body("reasons.reason", hasItem("templates_refused"));
        assertThat(Meters.value("tasker_templates_problems", Map.of())).isEqualTo(1);
        assertThat(Meters.value("tasker_templates_reloads_total", Map.of("outcome", "refused")))
                .isGreaterThan(refused);
        Files.delete(file);
        reload().statusCode(200);
        Api.get("/q/health/ready")
                .body("checks.find { it.name == 'templates' }.data.state", equalTo("CURRENT"))
                .body("checks.find { it.name == 'templates' }.data.in_force_since", notNullValue());
        assertThat(Meters.value("tasker_templates_problems", Map.of())).isZero();
    }

    @Test
    void validatesYamlDocumentsWithoutStoringThem() {
        // Given
        var good = template("success");
        var bad = template("sucess");

        // When
        var answer = validate("application/yaml", good + "---\n" + bad.replace("1.0.0", "2.0.0"));

        // Then
        answer.statusCode(200)
                .body("valid", is(false))
                .body("templates", equalTo(2))
                .body("problems.file", contains("document 2"))
                .body("problems.line", contains(17))
                .body("problems.path", contains("/steps/0/publishes_events/0/condition"));
        validate("application/yaml", good)
                .statusCode(200)
                .body("valid", is(true))
                .body("problems", empty());
        assertThat(template().statusCode()).isEqualTo(404);
    }

    @Test
    void validatesNamedFilesAndComparesEventsWithActiveTemplates() {
        validate("application/json", """
                        {"a.yaml": "name: [", "pay.yml": "%s"}""".formatted("""
                        name: credit_card_payment
                        namespace_name: payments
                        version: 9.9.9
                        steps:
                          - name: process_payment
                            publishes_events: [{name: payment.processed, schema: {type: array}}]
                        """.replace("\n", "\\n")))
                .statusCode(200)
                .body("valid", is(false))
                .body("problems.file", hasItem("a.yaml"))
                .body("problems.find { it.file == 'pay.yml' }.line", equalTo(6))
                .body("problems.find { it.file == 'pay.yml' }.path", startsWith("/steps/0/publishes_events/0/schema"))
                .body("problems.find { it.file == 'pay.yml' }.remedy", startsWith("give the event a new version"));
    }

    @Test
    void warnsOfUnknownKeysAndMisspelledSchemaKeywordsOfDeclaredEvents() {
        // Given
        var misspelled = template("success").replace("condition: success", "conditon: success")
                + "        schema: {type: object, requird: [id]}\n"
                + "        owner: payments\n";

        // When
        var answer = validate("application/yaml", misspelled);

        // Then
        answer.statusCode(200)
                .body("valid", is(true))
                .body("problems", empty())
                .body("warnings.file", everyItem(equalTo("document 1")))
                .body("warnings.line", contains(8, 9, 10))
                .body(
                        "warnings.path",
                        contains(
                                "/steps/0/publishes_events/0/conditon",
                                "/steps/0/publishes_events/0/schema/requird",
                                "/steps/0/publishes_events/0/owner"))
                .body(
                        "warnings.remedy",
                        contains("did you mean condition?", "did you mean required?", "remove it, or correct it"));
        validate("application/yaml", template("success")).body("warnings", empty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            application/yaml | # nothing | 400 | `` | holds no template
            application/json | {} | 400 | `` | holds no template
            application/json | [] | 400 | `` | must be a JSON object
            application/json | {"a/b.yaml": 1} | 400 | /a~1b.yaml | must be a text
            """)
    void rejectsABodyWithoutTemplates(String type, String body, int status, String pointer, String detail) {
        validate(type, body)
                .statusCode(status)
                .body("type", equalTo("urn:tasker:problem:malformed-input"))
                .body("errors[0].pointer", equalTo(pointer))
                .body("errors[0].detail", startsWith(detail));
    }

    @Test
    void listsTheFirstProblemsOfManyTemplates() {
        // Given
        var faulty = "steps: [" + "{},".repeat(200) + "{}]\n---\n";

        // When
        var answer = validate("application/yaml", faulty.repeat(50));

        // Then
        answer.statusCode(200)
                .body("problems", hasSize(1_001))
                .body("problems[1000].detail", endsWith("more are not listed"));
        validate("application/yaml", "a: 1\n---\n".repeat(1_001)).statusCode(422);
    }

    private void write(String condition) throws IOException {
        Files.writeString(file, template(condition));
    }

    private String template(String condition) {
        return """
                name: work
                namespace_name: %s
                version: 1.0.0
                steps:
                  - name: do
                    publishes_events:
                      - name: work.done
                        condition: %s
                """.formatted(namespace, condition);
    }

    private Response template() {
        return given().get("/v1/templates/" + namespace + "/work/1.0.0");
    }

    private static ValidatableResponse reload() {
        return given().post("/v1/templates/reload").then();
    }

    private static ValidatableResponse validate(String type, String body) {
        return given().contentType(type)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/v1/templates/validate")
                .then();
    }
}
