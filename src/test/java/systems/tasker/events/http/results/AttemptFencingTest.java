package systems.tasker.events.http.results;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.PostedStep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

/** Which attempt a result is of, and which claim it ends, when attempts overlap. */
@QuarkusTest
class AttemptFencingTest {

    private final PostedStep step = PostedStep.payment();
    private final Database database = Database.ofTests();
    private final ExecutorService workers = Executors.newFixedThreadPool(16);

    @AfterEach
    void stop() {
        workers.shutdownNow();
    }

    @Test
    void replaysAResultAfterTheNextClaimAndPublishesTheNextResult() {
        // Given
        Api.claim(step.context(1)).statusCode(201);
        var first =
                Api.submit(step.permanentFailure()).statusCode(202).extract().asString();
        Api.claim(step.context(2)).statusCode(201);

        // When
        var again = Api.submit(step.permanentFailure());

        // Then
        again.statusCode(200).header("Idempotent-Replayed", "true");
        assertThat(again.extract().asString()).isEqualTo(first);
        assertPublishesAttempt2(Api.submit(step.success()));
        assertThat(database.notifications(step.stepUuid())).hasSize(2);
        assertThat(database.events(step)).hasSize(2);
    }

    @Test
    void replaysAResultThatWasAcceptedBeforeItsClaim() {
        // Given
        var first = Api.submit(step.success())
                .statusCode(202)
                .body("events.reason", contains("context_missing"))
                .extract()
                .asString();
        Api.claim(step.context(1)).statusCode(201);

        // When
        var again = Api.submit(step.success());

        // Then
        assertThat(again.statusCode(200).extract().asString()).isEqualTo(first);
        assertThat(database.notifications(step.stepUuid())).hasSize(1);
    }

    @Test
    void keepsTheClaimOfALaterAttemptThanThatOfAnInlineContext() {
        Api.claim(step.context(2)).statusCode(201);

        Api.submit(step.permanentFailure(), step.context(1)).statusCode(202).body("attempt", equalTo(1));

        assertPublishesAttempt2(Api.submit(step.success()));
    }

    @Test
    void keepsTheClaimOfALaterAttemptThanTheBodyNames() {
        Api.claim(step.context(2)).statusCode(201);

        Api.submit(PostedStep.with(step.permanentFailure(), "attempt", "1"))
                .statusCode(202)
                .body("attempt", equalTo(1));

        assertPublishesAttempt2(Api.submit(step.success()));
    }

    @Test
    void keepsAClaimWhenOneOfAnEarlierAttemptArrives() {
        Api.claim(step.context(2)).statusCode(201);

        Api.claim(step.context(1)).statusCode(200);

        assertPublishesAttempt2(Api.submit(step.success()));
    }

    @Test
    void rejectsAnotherResultOfAnAnsweredAttemptAsConflict() {
        // Given
        Api.claim(step.context(1)).statusCode(201);
        Api.submit(step.retryableFailure()).statusCode(202);

        // When
        var withoutClaim = Api.submit(step.success());
        Api.claim(step.context(1)).statusCode(201);
        var afterAClaim = Api.submit(step.success());

        // Then
        List.of(withoutClaim, afterAClaim)
                .forEach(other -> other.statusCode(409).body("type", equalTo("urn:tasker:problem:attempt-conflict")));
        assertThat(database.notifications(step.stepUuid())).hasSize(1);
    }

    @Test
    void acceptsOneOfTwoConcurrentResultsOfAnAttemptAndRejectsTheOtherAsConflict() throws Exception {
        // Given
        Api.claim(step.context(1)).statusCode(201);
        var calls = new ArrayList<Callable<ExtractableResponse<Response>>>();
        for (int i = 0; i < 16; i++) {
            var body = i % 2 == 0 ? step.success() : step.permanentFailure();
            calls.add(() -> Api.submit(body).extract());
        }

        // When
        var statuses = new ArrayList<Integer>();
        for (var answer : workers.invokeAll(calls)) {
            statuses.add(answer.get().statusCode());
        }

        // Then
        assertThat(statuses).containsOnly(202, 200, 409).containsOnlyOnce(202);
        assertThat(statuses.stream().filter(status -> status == 409)).hasSize(8);
        assertThat(database.notifications(step.stepUuid())).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void acceptsAResultOnceWhenItsClaimArrivesAtTheSameMoment(boolean afterAnExpiredOne) throws Exception {
        for (int round = 0; round < 10; round++) {
            // Given
            var claimed = PostedStep.payment();
            if (afterAnExpiredOne) {
                claimLongAgo(claimed, 2);
            }
            var calls = new ArrayList<Callable<ExtractableResponse<Response>>>();
            for (int i = 0; i < 7; i++) {
                calls.add(() -> Api.submit(claimed.success()).extract());
            }
            calls.add(3, () -> Api.claim(claimed.context(1)).extract());

            // When
            var answers = workers.invokeAll(calls);

            // Then
            answers.remove(3);
            var statuses = new ArrayList<Integer>();
            var receipts = new HashSet<String>();
            for (var answer : answers) {
                statuses.add(answer.get().statusCode());
                receipts.add(answer.get().asString());
            }
            assertThat(statuses).containsOnly(202, 200).containsOnlyOnce(202);
            assertThat(receipts).hasSize(1);
            assertThat(database.notifications(claimed.stepUuid())).hasSize(1);
        }
    }

    @Test
    void replacesAnExpiredClaimOfALaterAttempt() {
        // Given
        claimLongAgo(step, 2);

        // When
        Api.claim(step.context(1)).statusCode(200);

        // Then
        Api.submit(step.success()).statusCode(202).body("attempt", equalTo(1));
    }

    @Test
    void countsAnExpiredClaimAsNone() {
        // Given
        claimLongAgo(step, 2);

        // When
        var answer = Api.submit(step.success());

        // Then
        answer.statusCode(202).body("events.reason", contains("context_missing"));
        Api.submit(step.permanentFailure()).statusCode(202);
        Api.submit(step.success()).statusCode(200);
    }

    /** Another replica's claim, which no result has ended. */
    private void claimLongAgo(PostedStep claimed, int attempt) {
        database.execute(
                "insert into tasker_events.claimed_contexts (step_uuid, claim_id, context, attempt, claimed_at)"
                        + " values (?, ?, ?::json, ?, now() - interval '30 days')",
                claimed.stepUuid(),
                UUID.randomUUID(),
                claimed.context(attempt),
                attempt);
    }

    private static void assertPublishesAttempt2(ValidatableResponse answer) {
        answer.statusCode(202).body("attempt", equalTo(2)).body("events[0].outcome", equalTo("published"));
    }
}
