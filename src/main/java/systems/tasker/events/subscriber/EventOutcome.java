package systems.tasker.events.subscriber;

/** How the handling of one event ended. */
enum EventOutcome {
    HANDLED("handled"),
    SKIPPED("skipped"),
    FAILED("failed");

    // Kept with every recent event: one text for all of them.
    private final String label;

    EventOutcome(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
