package systems.tasker.events.observability.status;

import java.util.List;

import org.junit.jupiter.api.Test;

import systems.tasker.events.observability.BuildInfo;
import systems.tasker.events.observability.StatusReason;
import systems.tasker.events.observability.StatusSource;

import static org.assertj.core.api.Assertions.assertThat;

class StatusTest {

    private static final StatusReason SLOW = StatusReason.degraded("slow", "is slow");
    private static final StatusReason STUCK = StatusReason.stalled("stuck", "stands still");

    @Test
    void isOkWithoutAReason() {
        assertThat(status()).isEqualTo(new InstanceStatus("OK", List.of(), BuildInfo.current()));
    }

    @Test
    void listsTheWorstReasonFirst() {
        assertThat(status(() -> List.of(SLOW), List::of, () -> List.of(STUCK)))
                .isEqualTo(new InstanceStatus("STALLED", List.of(STUCK, SLOW), BuildInfo.current()));
    }

    @Test
    void includesOtherSourcesWhenOneFails() {
        var status = status(
                () -> {
                    throw new IllegalStateException("thrown by the test");
                },
                () -> List.of(SLOW));

        assertThat(status.status()).isEqualTo("DEGRADED");
        assertThat(status.reasons()).extracting(StatusReason::reason).containsExactly("status_unknown", "slow");
    }

    private static InstanceStatus status(StatusSource... sources) {
        return new StatusResource(List.of(sources)).status();
    }
}
