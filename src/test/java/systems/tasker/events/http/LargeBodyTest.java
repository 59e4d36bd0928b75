package systems.tasker.events.http;

import java.util.UUID;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** A body that comes in many pieces arrives whole. */
@QuarkusTest
class LargeBodyTest {

    @ParameterizedTest
    @ValueSource(ints = {1_000, 10_000, 20_000, 100_000, 1_000_000})
    void takesAResultOfManyBytes(int size) {
        var response =
                given().contentType("application/json").body(result(size)).post("/v1/step-results");

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 100_000, 1_000_000})
    void takesABatchOfManyBytes(int size) {
        // Given
        var batch = "[" + result(size) + "," + result(size) + "]";

        // When
        var response = given().contentType("application/json").body(batch).post("/v1/step-results/batch");

        // Then
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(207);
        assertThat(response.jsonPath().getList("status")).containsOnly(202);
    }

    private static String result(int size) {
        return """
                {"step_uuid": "%s", "success": true, "result": "%s"}""".formatted(UUID.randomUUID(), "x".repeat(size));
    }
}
