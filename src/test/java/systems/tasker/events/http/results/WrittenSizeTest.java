package systems.tasker.events.http.results;

import java.util.List;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.PostedStep;
import systems.tasker.events.json.Json;
import systems.tasker.events.json.JsonLimits;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

/** PostgreSQL writes numbers out with every digit; what it could not write stops every consumer of the queue. */
@QuarkusTest
class WrittenSizeTest {

    private static final String NOTIFICATIONS = "orchestration_step_results";
    private static final String LIMIT = "longer than 4194304 characters";

    private final PostedStep step = PostedStep.payment();

    @Inject
    Pool pool;

    @Test
    void rejectsAResultThatPostgresqlWritesOutTooLong() {
        Api.submit(result(90_000), step.context(1))
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/result/244"))
                .body("errors[0].detail", containsString(LIMIT));

        Api.receipts(step.stepUuid()).statusCode(404);
        assertThat(written("q_" + NOTIFICATIONS)).isZero();
    }

    @Test
    void rejectsOnlyTheTooLongResultOfABatch() {
        var other = PostedStep.payment();
        var batch = "[" + result(90_000) + "," + other.success() + "]";

        var answer = given().contentType("application/json").body(batch).post("/v1/step-results/batch");

        assertThat(answer.jsonPath().getList("status")).isEqualTo(List.of(422, 202));
    }

    @Test
    void rejectsAClaimThatPostgresqlWritesOutTooLong() {
        var context = PostedStep.with(step.context(1), "dependency_results", "{\"before\": " + numbers(90_000) + "}");

        Api.claim(context)
                .statusCode(422)
                .body("errors[0].pointer", containsString("/dependency_results/before/"))
                .body("errors[0].detail", containsString(LIMIT));
    }

    @Test
    void takesAResultJustBelowWhichEveryConsumerCanRead() {
        // When
        Api.submit(result(200), step.contextDeclaring("numbers.counted", "durable"))
                .statusCode(202);

        // Then
        assertThat(written("q_" + NOTIFICATIONS)).isBetween(200 * 16_385L, 4L << 20);
        assertThat(written("q_payments_domain_events")).isGreaterThan(2 * 200 * 16_385L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[0, -1, 12345678901234567890123, 1.50, -0.001, 1e-16383, 1.5e300, 0e-20, 0e9, 1E+2]",
                "{\"a\": [true, false, null, {}, []], \"b\": {\"c\": \"text\"}}",
                "[\"quotes \\\" and \\\\ and \\n and \\u0001 and \\u007f and \\ud83d\\ude00\"]"
            })
    void countsNoLessThanPostgresqlWrites(String json) {
        // When
        var written = pool.preparedQuery("select length($1::text::jsonb::text)")
                .executeAndAwait(Tuple.of(json))
                .iterator()
                .next()
                .getInteger(0);

        // Then
        assertThat(new JsonLimits(written - 1).allow(Json.read(json))).isFalse();
        assertThat(new JsonLimits(2L * written).allow(Json.read(json))).isTrue();
    }

    private String result(int numbers) {
        return "{\"step_uuid\": \"%s\", \"success\": true, \"result\": %s}"
                .formatted(step.stepUuid(), numbers(numbers));
    }

    private static String numbers(int count) {
        return "["
                + String.join(
                        ",", Stream.generate(() -> "1e-16383").limit(count).toList()) + "]";
    }

    /** Characters of this step's messages, as a consumer reads them. */
    private long written(String table) {
        return pool.preparedQuery("select coalesce(sum(length(message::text)), 0)::bigint from pgmq." + table
                        + " where message::text like '%' || $1 || '%'")
                .executeAndAwait(Tuple.of(step.stepUuid().toString()))
                .iterator()
                .next()
                .getLong(0);
    }
}
