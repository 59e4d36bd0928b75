package systems.tasker.events.observability;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LogThrottleTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
    private final LogThrottle burst = new LogThrottle(now::get);
    private final List<Integer> lines = new ArrayList<>();

    @Test
    void logsTheFirstAtOnce() {
        burst.log(lines::add);

        assertThat(lines).containsExactly(1);
    }

    @Test
    void summarizesFollowingOccurrencesInOneLine() {
        // Given
        for (int i = 0; i < 1_000; i++) {
            burst.log(lines::add);
        }

        // When
        now.addAndGet(Duration.ofSeconds(10).toNanos());
        burst.log(lines::add);

        // Then
        assertThat(lines).containsExactly(1, 1_000);
    }

    @Test
    void logsAgainAfterTheQuietPeriod() {
        burst.log(lines::add);
        now.addAndGet(Duration.ofMinutes(1).toNanos());

        burst.log(lines::add);

        assertThat(lines).containsExactly(1, 1);
    }
}
