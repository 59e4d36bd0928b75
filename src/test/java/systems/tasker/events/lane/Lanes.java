package systems.tasker.events.lane;

/** What the lanes select classes by: names, because Quarkus builds an application for the profile of each class that a lane loads. */
public final class Lanes {

    static final String ROOT = "systems.tasker.events";
    static final String QUARKUS_TEST = "io.quarkus.test.junit.QuarkusTest";

    /**
     * The tests of {@link HttpLane}: those of HTTP, but for those of one profile that most of {@link ApplicationLane} shares, and one more
     * whose profile they share. Each profile is built in one lane only, which {@code TestPackagesTest} checks.
     */
    public static final String HTTP = ".*\\.events\\.(docs|golden|http)\\."
            + "(?!.*(QueueFaults|RedriveLimits|ReplayLimits|RequestLimits|StreamLimits)Test$).*Test"
            + "|.*\\.ResultsFromPgmqTest";

    /** The tests of {@link SpinLane}. */
    static final String MODELS = ".*ModelTest";

    private Lanes() {}
}
