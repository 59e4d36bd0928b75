package systems.tasker.events.http.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.json.Json;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

/** A schema comes with the context of any caller, and what it costs must not be the caller's choice. */
@QuarkusTest
class CostlySchemaTest {

    @ParameterizedTest
    @ValueSource(strings = {"schema-exhausts-memory", "schema-blocks-event-loop"})
    void rejectsAnEventWhoseSchemaIsTooCostlyAndTakesTheResult(String file) throws IOException {
        // Given
        var body = Files.readString(Path.of("src/test/resources/fuzz/results", file + ".json"));
        var step = Json.read(body).get("step_uuid").textValue();

        // When
        var answer = given().contentType("application/json")
                .body(body.replace(step, UUID.randomUUID().toString()))
                .post("/v1/step-results")
                .then();

        // Then
        answer.statusCode(202)
                .body("events.outcome", contains("rejected"))
                .body("events[0].reason", equalTo("schema_too_costly"))
                .body("events[0].violations[0].message", containsString("1000000 steps"));
    }
}
