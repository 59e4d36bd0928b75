package systems.tasker.events.json;

/**
 * One thing that is wrong with a step result or a step context, said to the one who sent it.
 *
 * @param pointer JSON pointer (RFC 6901) to the place; empty for the whole document
 * @param detail what is wrong there, without the value itself
 * @param kind whether the document has the wrong shape or says something impossible
 */
public record InputProblem(String pointer, String detail, Kind kind) {

    /** How wrong it is; callers over HTTP see it as the status. */
    public enum Kind {
        /** Not the JSON that was asked for: a missing field, a wrong type. */
        MALFORMED,
        /** Well-formed, but it cannot be: an unknown status, a negative attempt. */
        INVALID
    }

    public static InputProblem malformed(String pointer, String detail) {
        return new InputProblem(pointer, detail, Kind.MALFORMED);
    }

    public static InputProblem invalid(String pointer, String detail) {
        return new InputProblem(pointer, detail, Kind.INVALID);
    }
}
