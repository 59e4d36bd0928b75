package systems.tasker.events.test;

/** Where assertions on journeys start; its methods go together with the {@code assertThat} of any assertion library. */
public final class JourneyAssertions {

    private JourneyAssertions() {}

    public static JourneyAssert assertThat(JourneyOutcome actual) {
        return new JourneyAssert(actual);
    }

    public static ProbeAssert assertThat(ProbeReport actual) {
        return new ProbeAssert(actual);
    }
}
