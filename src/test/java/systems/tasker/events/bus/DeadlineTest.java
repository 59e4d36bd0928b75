package systems.tasker.events.bus;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeadlineTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Deadline deadline = new Deadline(Duration.ofSeconds(2));
    private final AtomicInteger ended = new AtomicInteger();

    @Test
    void interruptsACallOnceAtItsDeadline() {
        // Given
        deadline.enter(ended::incrementAndGet);
        deadline.poll(0);
        deadline.poll(SECOND);
        var before = ended.get();

        // When
        deadline.poll(2 * SECOND);
        deadline.poll(9 * SECOND);

        // Then
        assertThat(before).isZero();
        assertThat(ended).hasValue(1);
        assertThat(deadline.leave()).isFalse();
    }

    @Test
    void appliesTheDeadlineToEachCallSeparately() {
        for (int second = 0; second < 10; second++) {
            deadline.enter(ended::incrementAndGet);
            deadline.poll(second * SECOND);
            assertThat(deadline.leave()).isTrue();
        }
        deadline.poll(20 * SECOND);

        assertThat(ended).hasValue(0);
    }

    @Test
    void resetsTheDeadlineAfterAnInterruptedCall() {
        deadline.enter(ended::incrementAndGet);
        deadline.poll(0);
        deadline.poll(2 * SECOND);
        deadline.leave();

        deadline.enter(ended::incrementAndGet);
        deadline.poll(3 * SECOND);

        assertThat(deadline.leave()).isTrue();
        assertThat(ended).hasValue(1);
    }
}
