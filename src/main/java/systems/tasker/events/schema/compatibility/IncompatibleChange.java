package systems.tasker.events.schema.compatibility;

import java.util.Locale;

/**
 * An incompatible change of an event's schema under the same event version.
 *
 * @param path JSON pointer to the keyword, property or value in the next schema, or in the active one when it was removed
 * @param kind the kind of change
 * @param reason what changed and why it breaks consumers, as the rest of a sentence that begins with the path
 */
public record IncompatibleChange(String path, Kind kind, String reason) {

    /** Kinds of incompatible changes. */
    public enum Kind {
        /** Something that consumers rely on was removed: a required property, or its being required. */
        REMOVED,
        /** A value has another type or format. */
        RETYPED,
        /** Fewer values are allowed: events published until now would be rejected. */
        NARROWED,
        /** More values are allowed: consumers may read unknown ones. */
        WIDENED,
        /** A change whose effect on consumers cannot be decided. */
        CHANGED;

        /** The spelling in reports. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
