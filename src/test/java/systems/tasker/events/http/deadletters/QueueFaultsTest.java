package systems.tasker.events.http.deadletters;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.AuditTrail;
import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.TestQueues;
import systems.tasker.events.fixture.TightLimits;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static systems.tasker.events.fixture.Waits.await;

/** A database that does not answer, because another session holds the tables. */
@QuarkusTest
@TestProfile(TightLimits.class)
class QueueFaultsTest {

    // tasker.queues.search.max-concurrent
    private static final int SEARCHES = 2;

    private final Database database = Database.ofTests();

    @Inject
    Pool pool;

    private DeadLetterQueue queue;

    @BeforeEach
    void create() {
        queue = DeadLetterQueue.in(pool);
    }

    @Test
    void answers503ToDeadLetterListingWhileTheDatabaseIsUnavailable() {
        var id = queue.letter();

        assertUnavailable(queue.name(), () -> queue.page(""));
        assertUnavailable(queue.name(), () -> queue.get(id));
        queue.page("").statusCode(200);
    }

    @Test
    void answers503ToDiscardAndLogsIt() {
        var trail = new AuditTrail();
        var id = queue.letter();

        assertUnavailable(queue.name(), () -> queue.discard(id));

        trail.close();
        assertThat(trail.about(queue.name())).singleElement().asString().endsWith("messages=0 outcome=failed");
    }

    @Test
    void answers503ToRedriveAndLosesNothing() {
        // Given
        var trail = new AuditTrail();
        queue.letter();

        // When
        assertUnavailable(queue.origin(), () -> queue.redrive("{\"all\": true}"));

        // Then
        trail.close();
        assertThat(trail.about(queue.name())).singleElement().asString().endsWith("messages=0 outcome=failed");
        // The abandoned statement may go on once the lock is gone, even between the two readings.
        await().untilAsserted(() ->
                assertThat(queue.letters().size() + queue.returned().size()).isEqualTo(1));
    }

    @Test
    void answers503ToReplay() {
        var namespace = queue.origin();
        var source = queue.queues().existing(namespace + "_domain_events");
        queue.queues().send(source, "{\"event_name\": \"a.b\"}", null);
        queue.queues().archive(source);

        assertUnavailable(
                queue.origin(),
                () -> given().contentType(ContentType.JSON)
                        .body("{\"namespace\": \"%s\", \"queue\": \"%s\", \"event_name\": \"a.b\"}"
                                .formatted(namespace, queue.origin()))
                        .post("/v1/events/replay")
                        .then());
    }

    @Test
    void answers503ToEventSearchAndReportsItsTimeout() {
        database.whileHolding(
                () -> given().get("/v1/events?correlation_id=order-1")
                        .then()
                        .statusCode(503)
                        .contentType("application/problem+json")
                        .body("type", equalTo("urn:tasker:problem:too-slow"))
                        .body("detail", containsString("within 1000 ms")),
                "lock table pgmq.q_payments_domain_events in access exclusive mode");
        given().get("/v1/events?correlation_id=order-1").then().statusCode(200);
    }

    @Test
    void rejectsSearchesBeyondMaxConcurrent() {
        var searches = Executors.newFixedThreadPool(SEARCHES + 1);
        database.whileHolding(
                () -> {
                    var types = IntStream.rangeClosed(0, SEARCHES)
                            .mapToObj(i -> CompletableFuture.supplyAsync(QueueFaultsTest::typeOfSearch, searches))
                            .toList();

                    assertThat(types)
                            .extracting(CompletableFuture::join)
                            .containsExactlyInAnyOrder(
                                    "urn:tasker:problem:too-slow",
                                    "urn:tasker:problem:too-slow",
                                    "urn:tasker:problem:saturated");
                },
                "lock table pgmq.q_payments_domain_events in access exclusive mode");
        searches.shutdown();
        given().get("/v1/events?correlation_id=order-1").then().statusCode(200);
    }

    private static String typeOfSearch() {
        return given().get("/v1/events?correlation_id=order-1")
                .then()
                .statusCode(503)
                .extract()
                .path("type");
    }

    private void assertUnavailable(String locked, Supplier<ValidatableResponse> call) {
        database.whileHolding(
                () -> call.get()
                        .statusCode(503)
                        .header("Retry-After", "5")
                        .contentType("application/problem+json")
                        .body("type", equalTo("urn:tasker:problem:unavailable")),
                "lock table " + TestQueues.table(locked) + " in access exclusive mode");
    }
}
