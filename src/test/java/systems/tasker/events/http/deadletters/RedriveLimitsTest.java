package systems.tasker.events.http.deadletters;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.TestQueues.Message;
import systems.tasker.events.fixture.TightLimits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@TestProfile(TightLimits.class)
class RedriveLimitsTest {

    @Inject
    Pool pool;

    private DeadLetterQueue queue;

    @BeforeEach
    void create() {
        queue = DeadLetterQueue.in(pool);
    }

    @Test
    void redrivesNoMoreThanTheLimitOldestFirst() {
        // Given
        var ids = queue.queues().sendMany(queue.name(), 5, null);

        // When
        queue.redrive("{\"all\": true, \"limit\": 3}")
                .statusCode(200)
                .body("matched", equalTo(5))
                .body("redriven", equalTo(3))
                .body("remaining", equalTo(2));

        // Then
        assertThat(queue.letters()).extracting(Message::id).isEqualTo(ids.subList(3, 5));
    }

    @Test
    void redrivesNoMoreThanTheMaximumPerCall() {
        queue.queues().sendMany(queue.name(), 9, null);

        queue.redrive("{\"all\": true}").body("redriven", equalTo(7)).body("remaining", equalTo(2));
        queue.redrive("{\"all\": true}").body("redriven", equalTo(2)).body("remaining", equalTo(0));
    }

    @Test
    void endsRedriveAtItsTimeoutAndReportsWhatRemains() {
        // Given
        queue.queues().sendMany(queue.name(), 7, null);

        // When
        var answer = queue.redrive("{\"all\": true, \"rate\": 1}")
                .statusCode(200)
                .body("matched", equalTo(7))
                .extract()
                .jsonPath();

        // Then
        assertThat(answer.getInt("redriven")).isBetween(1, 2);
        assertThat(answer.getInt("remaining")).isEqualTo(7 - answer.getInt("redriven"));
        assertThat(queue.returned()).hasSize(answer.getInt("redriven"));
    }

    @Test
    void redrivesAMessageThatFailsAgainOnlyOncePerCall() {
        // Given
        queue.letterFrom(queue.name());
        queue.letterFrom(queue.name());

        // When
        queue.redrive("{\"all\": true}").body("redriven", equalTo(2)).body("remaining", equalTo(0));

        // Then
        assertThat(queue.letters()).hasSize(2);
    }

    @Test
    void usesThePageSizeUnlessTheCallerAsksForFewer() {
        var ids = queue.queues().sendMany(queue.name(), 101, null);

        queue.page("")
                .body("dead_letters", hasSize(100))
                .body("next", equalTo(ids.get(99).intValue()));
        queue.page("?limit=101").body("dead_letters", hasSize(101)).body("next", nullValue());
        queue.page("?limit=1001")
                .statusCode(422)
                .body("errors.pointer", contains("/limit"))
                .body("errors.detail", contains("must be between 1 and 1000"));
    }
}
