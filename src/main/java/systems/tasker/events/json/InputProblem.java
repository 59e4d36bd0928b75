package systems.tasker.events.json;

/**
 * A problem of a step result or a step context, reported to its sender.
 *
 * @param pointer JSON pointer (RFC 6901) to the place; empty for the whole document
 * @param detail what the problem is, without the value itself
 * @param kind whether the document is malformed or semantically invalid
 */
public record InputProblem(String pointer, String detail, Kind kind) {

    /** Decides the status that HTTP callers get. */
    public enum Kind {
        /** The JSON has the wrong structure: a missing field, a wrong type. */
        MALFORMED,
        /** Well-formed and semantically invalid: an unknown status, a negative attempt. */
        INVALID
    }

    public static InputProblem malformed(String pointer, String detail) {
        return new InputProblem(pointer, detail, Kind.MALFORMED);
    }

    public static InputProblem invalid(String pointer, String detail) {
        return new InputProblem(pointer, detail, Kind.INVALID);
    }
}
