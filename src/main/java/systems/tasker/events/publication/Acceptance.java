package systems.tasker.events.publication;

import java.util.Locale;

import systems.tasker.events.publication.store.PublicationReceipt;

/**
 * The answer to a submitted result.
 *
 * @param kind whether this result was accepted
 * @param receipt the receipt of this result or, where it was accepted before, of the earlier one
 */
public record Acceptance(Kind kind, PublicationReceipt receipt) {

    /** Whether a submitted result was accepted. */
    public enum Kind {
        /** Accepted now. */
        ACCEPTED,
        /** The same result was accepted earlier; nothing is published again. */
        REPLAYED,
        /** Another result was accepted earlier for this attempt; this one has no effect. */
        CONFLICT;

        /** The spelling in meters. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
