package systems.tasker.events.event;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DeliveryModeTest {

    @ParameterizedTest
    @CsvSource({"DURABLE, durable, true, false", "FAST, fast, false, true", "BROADCAST, broadcast, true, true"})
    void isDurableInProcessOrBoth(DeliveryMode mode, String label, boolean durable, boolean inProcess) {
        assertThat(mode.label()).isEqualTo(label);
        assertThat(mode.isDurable()).isEqualTo(durable);
        assertThat(mode.isInProcess()).isEqualTo(inProcess);
    }
}
