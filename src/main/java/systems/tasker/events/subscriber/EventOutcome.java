package systems.tasker.events.subscriber;

import java.util.Locale;

/** How the handling of one event ended. */
enum EventOutcome {
    HANDLED,
    SKIPPED,
    FAILED;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
