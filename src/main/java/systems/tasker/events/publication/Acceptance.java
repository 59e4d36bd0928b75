package systems.tasker.events.publication;

import java.util.Locale;

/**
 * The answer to a submitted result.
 *
 * @param kind what was done
 * @param receipt the receipt of this result or, for the other kinds, of the one accepted earlier
 */
public record Acceptance(Kind kind, PublicationReceipt receipt) {

    /** What was done with a submitted result. */
    public enum Kind {
        /** It was accepted now. */
        ACCEPTED,
        /** The same result was accepted earlier; nothing was published again. */
        REPLAYED,
        /** Another result was accepted earlier for this attempt; nothing was done. */
        CONFLICT;

        /** The spelling in meters. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
