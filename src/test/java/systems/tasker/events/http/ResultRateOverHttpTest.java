package systems.tasker.events.http;

import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Guarded;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
@TestProfile(Guarded.class)
class ResultRateOverHttpTest {

    @Test
    void limitsTheRateOfOneCallerOnly() {
        // Given
        var batch = Stream.generate(ResultRateOverHttpTest::result)
                .limit(10 * Guarded.RESULTS_PER_SECOND)
                .collect(Collectors.joining(",", "[", "]"));

        // When
        var taken = post(Guarded.BUSY_KEY, "/v1/step-results/batch", batch);
        var refused = post(Guarded.BUSY_KEY, "/v1/step-results", result());
        var other = post(Guarded.WORKER_KEY, "/v1/step-results", result());

        // Then
        assertThat(taken.statusCode()).isEqualTo(207);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.contentType()).isEqualTo("application/problem+json");
        assertThat(refused.jsonPath().getString("type")).isEqualTo("urn:tasker:problem:too-many-results");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 10);
        assertThat(other.statusCode()).isEqualTo(202);
    }

    private static Response post(String key, String path, String body) {
        return given().header("X-API-Key", key)
                .contentType("application/json")
                .body(body)
                .post(path);
    }

    private static String result() {
        return "{\"step_uuid\": \"" + UUID.randomUUID() + "\", \"success\": true}";
    }
}
