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
        deadline.look(0);
        deadline.look(SECOND);
        var before = ended.get();

        // When
        deadline.look(2 * SECOND);
        deadline.look(9 * SECOND);

        // Then
        assertThat(before).isZero();
        assertThat(ended).hasValue(1);
        assertThat(deadline.leave()).isFalse();
    }

    @Test
    void appliesTheDeadlineToEachCallSeparately() {
        for (int second = 0; second < 10; second++) {
            deadline.enter(ended::incrementAndGet);
            deadline.look(second * SECOND);
            assertThat(deadline.leave()).isTrue();
        }
        deadline.look(20 * SECOND);

        assertThat(ended).hasValue(0);
    }

    @Test
    void resetsTheDeadlineAfterAnInterruptedCall() {
        deadline.enter(ended::incrementAndGet);
        deadline.look(0);
        deadline.look(2 * SECOND);
        deadline.leave();

        deadline.enter(ended::incrementAndGet);
        deadline.look(3 * SECOND);

        assertThat(deadline.leave()).isTrue();
        assertThat(ended).hasValue(1);
    }
}
