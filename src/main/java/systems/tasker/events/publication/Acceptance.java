package systems.tasker.events.publication;

import java.util.Locale;

import systems.tasker.events.publication.store.PublicationReceipt;
import systems.tasker.events.publication.store.ResultLedger.AcceptedResult;

/**
 * The answer to a submitted result.
 *
 * @param kind whether this result was accepted
 * @param receipt the receipt of this result or, where it was accepted before, of the earlier one
 */
public record Acceptance(Kind kind, PublicationReceipt receipt) {

    /** The answer to a result for whose step or attempt another one, or the same, was accepted before. */
    static Acceptance of(AcceptedResult earlier, StepRun run) {
        return new Acceptance(isSameBody(earlier, run) ? Kind.REPLAYED : Kind.CONFLICT, earlier.receipt());
    }

    static boolean isSameBody(AcceptedResult earlier, StepRun run) {
        return earlier.bodyDigest().equals(run.submission().bodyDigest());
    }

    /** Whether a submitted result was accepted. */
    public enum Kind {
        /** Accepted now. */
        ACCEPTED,
        /** The same result was accepted earlier; nothing is published again. */
        REPLAYED,
        /** Another result was accepted earlier for this attempt; this one has no effect. */
        CONFLICT;

        private final String label = name().toLowerCase(Locale.ROOT);

        /** The spelling in meters. */
        public String label() {
            return label;
        }
    }
}
