package systems.tasker.events.observability.queues;

import java.util.concurrent.TimeUnit;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.TestQueues;
import systems.tasker.events.fixture.TightLimits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.equalTo;
import static systems.tasker.events.fixture.Waits.await;

@QuarkusTest
@TestProfile(TightLimits.class)
class QueueSamplerLimitsTest extends SampledQueueTest {

    private static final String STATEMENTS =
            "select count(*) from pg_stat_activity where query like '%order by vt limit%'"
                    + " and wait_event_type = 'Lock'";

    QueueSamplerLimitsTest() {
        super("capped");
    }

    @Test
    void countsQueuesUpToTheSampleLimit() {
        // Given
        queues.sendMany(queue, 9, null);
        var deadLetters = queues.existing(queue + "_dlq");
        queues.sendMany(deadLetters, 4, null);

        // When
        var sample = takeSample();

        // Then
        assertThat(sample.queues())
                .filteredOn(state -> state.name().startsWith(queue))
                .extracting(QueueState::visible, QueueState::deadLetters, QueueState::capped)
                .containsExactly(tuple(5L, 4L, true), tuple(4L, null, false));
    }

    @Test
    void keepsTheLastSampleWhileTheDatabaseIsStuck() {
        // Given
        takeSample();

        // When
        database.whileHolding(
                () -> {
                    failASample();
                    var last = sampler.latest();
                    failASample();

                    // Then
                    assertThat(sampler.latest()).isSameAs(last);
                    Api.get("/v1/queues")
                            .statusCode(200)
                            .body("sampled_at", equalTo(last.sampledAt().toString()));
                },
                lock());
        var last = sampler.latest();
        assertThat(takeSample().sampledAt()).isAfter(last.sampledAt());
    }

    @Test
    void skipsASampleWhileOneIsRunning() {
        database.whileHolding(
                () -> {
                    // Given
                    var first = sampler.sample().subscribeAsCompletionStage();
                    await().until(() -> database.number(STATEMENTS) == 1);

                    // When
                    var second = sampler.sample().subscribeAsCompletionStage();

                    // Then
                    assertThat(second).isCompleted();
                    first.get(1, TimeUnit.MINUTES);
                },
                lock());
    }

    private String lock() {
        return "lock table " + TestQueues.table(queue) + " in access exclusive mode";
    }
}
