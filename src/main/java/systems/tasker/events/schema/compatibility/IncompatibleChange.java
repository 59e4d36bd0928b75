package systems.tasker.events.schema.compatibility;

import java.util.Locale;

/**
 * One thing about an event's schema that cannot change under the same event version.
 *
 * @param path JSON pointer to the keyword, property or value in the next schema; to where it was in the one in force when it is gone
 * @param kind what sort of change it is
 * @param reason what changed and why readers mind, as the rest of a sentence that begins with the path
 */
public record IncompatibleChange(String path, Kind kind, String reason) {

    /** Sorts of changes that are no additions. */
    public enum Kind {
        /** What readers could rely on is no longer there: a required property, or that it is required. */
        REMOVED,
        /** A value is of another type, or is written in another way. */
        RETYPED,
        /** Fewer values are allowed: events that went out until now would be rejected. */
        NARROWED,
        /** More values are allowed: readers meet some that they do not know. */
        WIDENED,
        /** It is not the same, and nobody can tell what that means for readers. */
        CHANGED;

        /** The spelling in reports. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
