package systems.tasker.events.http.simulation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.PostedStep;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static systems.tasker.events.fixture.Waits.await;

@QuarkusTest
class SimulationOverHttpTest {

    private static final Path TEMPLATES = Path.of("deploy/example/tasks");
    private static final String CHANGES =
            "report.events.find { it.namespace == 'payments' && it.event == 'payment.processed' }.changes";

    @Test
    void reportsWhatChangedTemplatesWouldDoWithAcceptedResults() throws Exception {
        // Given
        var step = PostedStep.payment();
        Api.submit(step.success(), step.context(1)).statusCode(202);

        // When
        var report = awaitReport(simulate(Files.readString(payments()).replace("broadcast", "fast")));

        // Then
        assertThat(report.getString("state")).isEqualTo("ended");
        assertThat(report.getString("report.input.ended")).isEqualTo("complete");
        assertThat(report.getInt(CHANGES + ".find { it.change == 'delivery_mode' }.results"))
                .isPositive();
        assertThat(report.getString(CHANGES + ".find { it.change == 'delivery_mode' }.after"))
                .isEqualTo("fast");
    }

    @Test
    void reportsNoDifferenceOfTheActiveTemplates() throws Exception {
        // Given
        var step = PostedStep.payment();
        Api.submit(step.success(), step.context(1)).statusCode(202);

        // When
        var report = awaitReport(simulate(Files.readString(payments())));

        // Then
        assertThat(report.getBoolean("report.differs")).isFalse();
        assertThat(report.getLong("report.input.simulated")).isPositive();
    }

    @Test
    void reportsNoValueOfAPayload() throws Exception {
        // Given
        var step = PostedStep.payment();
        Api.submit(step.success().replace("txn-1", "txn-simulated-secret"), step.context(1))
                .statusCode(202);

        // When
        var report = awaitReport(simulate(Files.readString(payments()).replace("type: string", "type: integer")));

        // Then
        assertThat(report.prettify()).contains("rejected").doesNotContain("txn-simulated-secret");
    }

    @Test
    void cancelsByDelete() throws Exception {
        // Given
        var id = simulate(Files.readString(payments()))
                .statusCode(202)
                .extract()
                .jsonPath()
                .getString("id");

        // When, Then
        given().delete("/v1/simulations/" + id).then().statusCode(204);
        await().until(() -> !state(id).getString("state").equals("running"));
    }

    @Test
    void simulatesNoMoreResultsThanTheCallerAsksFor() throws Exception {
        // Given
        for (int i = 0; i < 3; i++) {
            var step = PostedStep.payment();
            Api.submit(step.success(), step.context(1)).statusCode(202);
        }

        // When
        var report =
                awaitReport(simulate(Files.readString(payments()), "&since=12h&sample=1&max_results=2&time_limit=5m"));

        // Then
        assertThat(report.getInt("report.input.simulated")).isEqualTo(2);
        assertThat(report.getString("report.input.ended")).isEqualTo("max_results");
    }

    @Test
    void reportsProblemsOfTemplates() throws Exception {
        simulate("name: order").statusCode(422).body("errors[0].detail", containsString("namespace_name"));
    }

    @ParameterizedTest
    @CsvSource({
        "since, 0s, 422",
        "since, 366d, 422",
        "since, 99999999999999999999d, 400",
        "since, yesterday, 400",
        "time_limit, 11m, 422",
        "time_limit, -1s, 422",
        "max_results, 0, 422",
        "max_results, 100001, 422",
        "max_results, many, 400",
        "sample, 0, 422"
    })
    void reportsProblemsOfParameters(String name, String value, int status) throws Exception {
        simulate(Files.readString(payments()), "&" + name + "=" + value)
                .statusCode(status)
                .body("errors[0].pointer", equalTo("/" + name));
    }

    @Test
    void answers404ForAnotherSimulation() {
        given().get("/v1/simulations/00000000-0000-7000-8000-000000000000")
                .then()
                .statusCode(404)
                .contentType(startsWith("application/problem+json"))
                .body("status", equalTo(404));
    }

    private static Path payments() throws Exception {
        try (var files = Files.walk(TEMPLATES.resolve("payments"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static ValidatableResponse simulate(String template) {
        return simulate(template, "");
    }

    private static ValidatableResponse simulate(String template, String parameters) {
        return given().contentType("application/json")
                .body(Map.of("payments.yaml", template))
                .post("/v1/simulations?namespace=payments" + parameters)
                .then();
    }

    private static JsonPath awaitReport(ValidatableResponse started) throws Exception {
        var location = started.statusCode(202).extract().header("Location");
        var id = location.substring(location.lastIndexOf('/') + 1);
        await().until(() -> !state(id).getString("state").equals("running"));
        return state(id);
    }

    private static JsonPath state(String id) {
        return given().get("/v1/simulations/" + id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
