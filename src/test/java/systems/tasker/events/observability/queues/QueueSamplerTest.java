package systems.tasker.events.observability.queues;

import java.time.Instant;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.TestQueues;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

@QuarkusTest
class QueueSamplerTest extends SampledQueueTest {

    QueueSamplerTest() {
        super("Sampled");
    }

    @Test
    void countsVisibleAndInvisibleMessages() {
        // Given
        queues.sendMany(queue, 5, null).stream().limit(2).forEach(id -> queues.hide(queue, id));

        // When
        var sample = sample();

        // Then
        assertThat(sample.getLong(path("visible"))).isEqualTo(3);
        assertThat(sample.getLong(path("in_flight"))).isEqualTo(2);
        assertThat(sample.getBoolean(path("capped"))).isFalse();
    }

    @Test
    void reportsTheAgeOfTheOldestMessage() {
        // Given
        var oldest = queues.send(queue, "{}", null);
        queues.send(queue, "{}", null);
        pool.query("update " + TestQueues.table(queue) + " set enqueued_at = now() - interval '1 hour' where msg_id = "
                        + oldest)
                .executeAndAwait();
        queues.hide(queue, oldest);

        // When
        var sample = sample();

        // Then
        assertThat(sample.getLong(path("oldest_age_seconds"))).isBetween(3_600L, 3_700L);
    }

    @Test
    void omitsTheAgeOfAnEmptyQueueAndMissingDeadLetters() {
        var sample = sample();

        assertThat(sample.<Object>get(path("oldest_age_seconds"))).isNull();
        assertThat(sample.<Object>get(path("dead_letters"))).isNull();
        assertThat(sample.getLong(path("visible"))).isZero();
    }

    @Test
    void countsTheDeadLettersOfAQueueHiddenOnesIncluded() {
        // Given
        var deadLetters = queues.existing(queue + "_dlq");
        queues.hide(deadLetters, queues.send(deadLetters, "{}", null));
        queues.send(deadLetters, "{}", null);

        // When
        var sample = sample();

        // Then
        assertThat(sample.getLong(path("dead_letters"))).isEqualTo(2);
        assertThat(sample.getList("queues.name")).contains(deadLetters);
    }

    @Test
    void skipsAQueueWhoseTableIsMissing() {
        // Given
        var broken = queues.create("broken");
        pool.query("drop table " + TestQueues.table(broken)).executeAndAwait();

        // When
        var sample = sample();

        // Then
        assertThat(sample.getList("queues.name")).contains(queue).doesNotContain(broken);
        queues.drop(broken);
        pool.query("delete from pgmq.meta where queue_name = '" + broken + "'").executeAndAwait();
    }

    @Test
    void samplesPeriodically() {
        var created = Instant.now();

        await().untilAsserted(() -> {
            var sample = Api.get("/v1/queues").statusCode(200).extract().jsonPath();
            assertThat(sample.getList("queues.name")).contains(queue);
            assertThat(Instant.parse(sample.getString("sampled_at"))).isAfter(created);
            assertThat(sample.getString("database.role")).isEqualTo("primary");
            assertThat(sample.getString("database.version")).isNotBlank();
        });
    }

    private JsonPath sample() {
        takeSample();
        return Api.get("/v1/queues").statusCode(200).extract().jsonPath();
    }

    private String path(String figure) {
        return "queues.find { it.name == '" + queue + "' }." + figure;
    }
}
