package systems.tasker.events.http.deadletters;

import java.util.UUID;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.TestQueues;
import systems.tasker.events.fixture.TightLimits;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

/** Looks through an archive three messages at a time, copies two at a time and seven in a call. */
@QuarkusTest
@TestProfile(TightLimits.class)
class ReplayLimitsTest {

    private final String namespace = "replay_" + UUID.randomUUID().toString().substring(0, 8);

    @Inject
    Pool pool;

    private TestQueues queues;
    private String source;
    private String target;

    @BeforeEach
    void create() {
        queues = new TestQueues(pool);
        source = queues.existing(namespace + "_domain_events");
        target = queues.create("target");
    }

    @Test
    void resumesAReplayFromItsCursorWithoutDuplicates() {
        // Given
        queues.sendMany(source, 10, "{\"event_name\": \"a.b\"}");
        queues.archive(source);

        // When
        var next = replay("").body("replayed", equalTo(7)).extract().jsonPath().getLong("next");
        replay(", \"after\": " + next).body("replayed", equalTo(3)).body("next", nullValue());

        // Then
        assertThat(queues.in(target))
                .extracting(copy -> copy.message().path("n").intValue())
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    }

    @Test
    void resumesAReplayInsideAPartOfTheArchive() {
        // Given
        var ids = queues.sendMany(source, 3, "{\"event_name\": \"a.b\"}");
        queues.archive(source);

        // When
        replay(", \"limit\": 1")
                .body("matched", equalTo(3))
                .body("replayed", equalTo(1))
                .body("remaining", equalTo(2))
                .body("next", equalTo(ids.get(0).intValue()));

        // Then
        assertThat(queues.in(target)).hasSize(1);
    }

    @Test
    void replaysFewMatchesOfALargeArchive() {
        // Given
        queues.sendMany(source, 5, "{\"event_name\": \"x.y\"}");
        queues.sendMany(source, 1, "{\"event_name\": \"a.b\"}");
        queues.sendMany(source, 5, "{\"event_name\": \"x.y\"}");
        queues.archive(source);

        // When
        replay("").body("matched", equalTo(1)).body("replayed", equalTo(1)).body("next", nullValue());

        // Then
        assertThat(queues.in(target)).hasSize(1);
    }

    @Test
    void countsTheWholeArchiveInAReplayDryRun() {
        queues.sendMany(source, 10, "{\"event_name\": \"a.b\"}");
        queues.archive(source);

        replay(", \"dry_run\": true, \"limit\": 2")
                .body("matched", equalTo(10))
                .body("remaining", equalTo(10))
                .body("next", nullValue());
    }

    private ValidatableResponse replay(String more) {
        return given().contentType(ContentType.JSON)
                .body("{\"namespace\": \"%s\", \"queue\": \"%s\", \"event_name\": \"a.b\"%s}"
                        .formatted(namespace, target, more))
                .post("/v1/events/replay")
                .then()
                .statusCode(200);
    }
}
