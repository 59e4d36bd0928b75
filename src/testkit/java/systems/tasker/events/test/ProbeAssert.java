package systems.tasker.events.test;

/** What a test expects of a probe. */
public final class ProbeAssert {

    private final ProbeReport actual;

    ProbeAssert(ProbeReport actual) {
        this.actual = actual;
    }

    /** Nothing was found, and it was not for want of payloads. */
    public ProbeAssert findsNothing() {
        if (!actual.findings().isEmpty() || actual.published() == 0) {
            throw new AssertionError(actual.toString());
        }
        return this;
    }
}
