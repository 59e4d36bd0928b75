package systems.tasker.events.observability.queues;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.observability.StatusReason;
import systems.tasker.events.postgres.pgmq.QueuesConfig;

import static org.assertj.core.api.Assertions.assertThat;

/** A sampler whose two clocks the tests move. */
@QuarkusTest
class StaleSampleTest {

    @Inject
    Pool pool;

    @Inject
    QueuesConfig config;

    @Inject
    QueueMeters meters;

    private Instant wall = Instant.parse("2026-11-27T12:00:00Z");
    private long nanos;
    private QueueSampler sampler;
    private QueueStatus status;

    @BeforeEach
    void create() {
        var clock = new Clock() {
            @Override
            public Instant instant() {
                return wall;
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        sampler = new QueueSampler(pool, config, SampleLimits.DEFAULT, meters, clock, () -> nanos, Set::of);
        status = new QueueStatus(sampler, config);
    }

    @Test
    void isNotOkWhenSamplesAreMissing() {
        // Given
        sample();
        assertThat(reasons()).doesNotContain("sample_stale");

        // When
        nanos += config.sample()
                .interval()
                .multipliedBy(3)
                .plus(SampleLimits.DEFAULT.timeout())
                .plusNanos(1)
                .toNanos();

        // Then
        assertThat(reasons()).contains("sample_stale");
        sample();
        assertThat(reasons()).doesNotContain("sample_stale");
    }

    @Test
    void isNotOkWithoutAFirstSample() {
        nanos += Duration.ofMinutes(1).toNanos();

        assertThat(reasons()).contains("sample_stale");
        assertThat(sampler.current().ageSeconds()).isNull();
    }

    @Test
    void measuresTheAgeOfASampleWithoutTheClock() {
        // Given
        sample();

        // When
        wall = wall.minusSeconds(120);
        nanos += Duration.ofSeconds(7).toNanos();

        // Then
        assertThat(sampler.current().ageSeconds()).isEqualTo(7);
        sample();
        assertThat(sampler.current().ageSeconds()).isZero();
        assertThat(sampler.current().sampledAt()).isEqualTo(wall);
    }

    private void sample() {
        sampler.sample().await().indefinitely();
    }

    private List<String> reasons() {
        return status.reasons().stream().map(StatusReason::reason).toList();
    }
}
