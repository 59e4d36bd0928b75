package systems.tasker.events.test;

/**
 * Something a publisher does that it must not.
 *
 * @param kind what it is
 * @param sample the result it was asked about, in a few words
 * @param detail what happened
 */
public record ProbeFinding(Kind kind, String sample, String detail) {

    /** What a publisher must not do. */
    public enum Kind {
        /** It throws: its event counts as failed. */
        THROWS,
        /** It makes a payload that violates its schema from a valid result: its event is rejected. */
        VIOLATES_SCHEMA,
        /** It answers the same question in two ways: a result that arrives twice may be asked about twice. */
        NOT_DETERMINISTIC,
        /** It is {@code @NonBlocking} and waits, which holds up everything else on its event loop. */
        BLOCKS_EVENT_LOOP,
        /** It takes longer than publishers have: its event counts as failed. */
        OVERRUNS,
        /** It changes the trees it is given. */
        CHANGES_INPUT
    }

    @Override
    public String toString() {
        return kind + " on " + sample + ": " + detail;
    }
}
