package systems.tasker.events.http.results;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.PostedStep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
class IdempotencyTest {

    private static final String REPLAYED = "Idempotent-Replayed";

    private final PostedStep step = PostedStep.payment();

    private Database database;

    @BeforeEach
    void connect() {
        database = Database.ofTests();
    }

    @Test
    void replaysTheReceiptAndPublishesNothingTwice() throws Exception {
        // Given
        var first = Api.submit(step.success(), step.context(1))
                .statusCode(202)
                .header(REPLAYED, nullValue())
                .extract()
                .asString();

        // When
        var second = Api.submit(step.success(), step.context(1));

        // Then
        second.statusCode(200).header(REPLAYED, "true");
        assertThat(second.extract().asString()).isEqualTo(first);
        assertPublishedOnce();
    }

    @Test
    void ignoresKeyOrderAndWhitespaceInTheBodyDigest() throws Exception {
        // Given
        Api.submit("""
                {"step_uuid": "%s", "success": true, "attempt": 1, "result": {"a": 1, "b": [1, 2]}}""".formatted(step.stepUuid())).statusCode(202);

        // When
        var again = Api.submit("""
                {  "result" : {"b":[1,2],
                   "a":1},
                "attempt":1, "success":true, "step_uuid":"%s"}""".formatted(step.stepUuid()));

        // Then
        again.statusCode(200).header(REPLAYED, "true");
        assertThat(database.notifications(step.stepUuid())).hasSize(1);
    }

    @Test
    void rejectsAnotherBodyForTheSameAttemptAsConflict() throws Exception {
        // Given
        Api.submit(step.success(), step.context(1)).statusCode(202);

        // When
        var other = Api.submit(step.permanentFailure(), step.context(1));

        // Then
        other.statusCode(409)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:tasker:problem:attempt-conflict"))
                .body("title", equalTo("Conflict"))
                .body("status", equalTo(409))
                .body("detail", containsString(step.stepUuid().toString()));
        assertPublishedOnce();
    }

    @Test
    void usesTheBodyDigestWhenTheAttemptIsUnknown() throws Exception {
        Api.submit(step.success()).statusCode(202);
        Api.submit(step.success()).statusCode(200).header(REPLAYED, "true");
        Api.submit(step.permanentFailure()).statusCode(202);

        assertThat(database.notifications(step.stepUuid())).hasSize(2);
    }

    @Test
    void replaysAResultWhoseClaimWasReleased() throws Exception {
        // Given
        Api.claim(step.context(1));
        var first = Api.submit(step.success()).statusCode(202).extract().asString();
        assertThat(database.number("select count(*) from tasker_events.claimed_contexts where step_uuid = '"
                        + step.stepUuid() + "'"))
                .isZero();

        // When
        var second = Api.submit(step.success());

        // Then
        second.statusCode(200).header(REPLAYED, "true");
        assertThat(second.extract().asString()).isEqualTo(first);
        assertPublishedOnce();
    }

    @Test
    void acceptsTheSameFailureOfTheNextAttemptThatItNames() throws Exception {
        // Given
        Api.claim(step.context(1));
        Api.submit(PostedStep.with(step.retryableFailure(), "attempt", "1"))
                .statusCode(202)
                .body("attempt", equalTo(1));
        Api.claim(step.context(2)).statusCode(201);

        // When
        var second = Api.submit(PostedStep.with(step.retryableFailure(), "attempt", "2"));

        // Then
        second.statusCode(202).body("attempt", equalTo(2)).header(REPLAYED, nullValue());
        assertThat(database.notifications(step.stepUuid())).hasSize(2);
    }

    @Test
    void prefersTheAttemptOfTheBodyToThatOfTheContext() {
        Api.claim(step.context(1));

        Api.submit(PostedStep.with(step.success(), "attempt", "7"))
                .statusCode(202)
                .body("attempt", equalTo(7));
    }

    @Test
    void acceptsOneOfManyConcurrentSubmissions() throws Exception {
        // Given
        Api.claim(step.context(1));
        var threads = Executors.newFixedThreadPool(32);
        Callable<Response> submit = () -> Api.submit(step.success()).extract().response();

        // When
        var answers = threads.invokeAll(Stream.generate(() -> submit).limit(32).toList());

        // Then
        threads.shutdown();
        var statuses = new ArrayList<Integer>();
        var receipts = new HashSet<String>();
        for (var answer : answers) {
            statuses.add(answer.get().statusCode());
            receipts.add(answer.get().asString());
        }
        assertThat(statuses).hasSize(32).containsOnly(200, 202).containsOnlyOnce(202);
        assertThat(receipts).hasSize(1);
        assertPublishedOnce();
    }

    private void assertPublishedOnce() throws Exception {
        assertThat(database.notifications(step.stepUuid())).hasSize(1);
        assertThat(database.events(step)).hasSize(1);
    }
}
