package systems.tasker.events.http;

import java.util.List;
import java.util.Locale;

import jakarta.inject.Singleton;

import systems.tasker.events.observability.StatusReason;
import systems.tasker.events.observability.StatusSource;

/** Reports an intake near its capacity, before it rejects senders. */
@Singleton
class IntakeStatus implements StatusSource {

    private static final double NEARLY_FULL = 0.8;

    private final IntakeGate gate;

    IntakeStatus(IntakeGate gate) {
        this.gate = gate;
    }

    @Override
    public List<StatusReason> reasons() {
        var saturation = gate.saturation();
        return saturation < NEARLY_FULL
                ? List.of()
                : List.of(StatusReason.degraded(
                        "intake_nearly_full",
                        String.format(
                                Locale.ROOT,
                                "%d requests in flight fill the intake to %.0f %%; senders beyond it get 503",
                                gate.inFlight(),
                                saturation * 100)));
    }
}
