package systems.tasker.events.postgres.ledger;

import java.sql.Connection;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.PostedStep;
import systems.tasker.events.fixture.TightLimits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static systems.tasker.events.fixture.Waits.await;

@QuarkusTest
@TestProfile(TightLimits.class)
class DatabaseAwayTest {

    private static final int MORE_THAN_THE_POOL = 30;

    private final PostedStep step = PostedStep.payment();

    private Database database;

    @BeforeEach
    void connect() {
        database = Database.ofTests();
    }

    @Test
    void recoversWithoutLossWhenAllItsConnectionsAreCut() throws Exception {
        // Given
        var later = PostedStep.payment();
        Api.claim(later.context(1)).statusCode(201);
        var receipt = Api.submit(step.success(), step.context(1))
                .statusCode(202)
                .extract()
                .asString();

        // When
        database.execute("""
                select pg_terminate_backend(pid) from pg_stat_activity
                where backend_type = 'client backend' and pid <> pg_backend_pid()""");

        // Then
        submitUntilAccepted(later);
        Api.receipts(step.stepUuid()).statusCode(200);
        assertThat(Api.submit(step.success(), step.context(1))
                        .statusCode(200)
                        .extract()
                        .asString())
                .isEqualTo(receipt);
        assertPublishedOnce(step);
        assertPublishedOnce(later);
    }

    @Test
    void answersInTimeWhileTheQueueIsLocked() throws Exception {
        try (var other = lockQueue()) {
            assertUnavailable(Api.submit(step.success(), step.context(1)));

            other.rollback();
        }

        submitUntilAccepted(step);
        assertPublishedOnce(step);
    }

    @Test
    void answersInTimeWhileThePoolIsExhausted() throws Exception {
        // Given
        var steps =
                Stream.generate(PostedStep::payment).limit(MORE_THAN_THE_POOL).toList();
        var threads = Executors.newFixedThreadPool(MORE_THAN_THE_POOL);

        // When
        try (var other = lockQueue()) {
            var answers = threads.invokeAll(steps.stream()
                    .<Callable<ValidatableResponse>>map(each -> () -> Api.submit(each.success(), each.context(1)))
                    .toList());
            for (var answer : answers) {
                assertUnavailable(answer.get());
            }
            other.rollback();
        }
        threads.shutdown();

        // Then
        for (var each : steps) {
            submitUntilAccepted(each);
            assertPublishedOnce(each);
        }
    }

    private Connection lockQueue() throws Exception {
        var connection = database.connect();
        connection.setAutoCommit(false);
        connection.createStatement().execute("lock table pgmq.q_orchestration_step_results in access exclusive mode");
        return connection;
    }

    private static void assertUnavailable(ValidatableResponse answer) {
        answer.statusCode(503)
                .header("Retry-After", "5")
                .contentType("application/problem+json")
                .body("type", equalTo("urn:tasker:problem:unavailable"))
                .body("status", equalTo(503));
    }

    private static void submitUntilAccepted(PostedStep step) {
        await().until(
                        () -> Api.submit(step.success(), step.context(1))
                                .extract()
                                .statusCode(),
                        status -> status == 202 || status == 200);
    }

    private void assertPublishedOnce(PostedStep published) throws Exception {
        assertThat(database.notifications(published.stepUuid())).hasSize(1);
        assertThat(database.events(published)).hasSize(1);
    }
}
